package dev.eventferry.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What a source really sends, and what must arrive of it: {@code NAME.(csv|ndjson|json)}, {@code NAME.expected.json} and,
 * for a webhook, {@code NAME.headers.json}.
 *
 * @param name the mapping's
 * @param file the payload or the export
 */
record SourceSample(String name, Path file) {

    static final String SECRET = "what the shop and we know";

    private static final Path FOLDER = Path.of("src/test/resources/sources");

    /** All there are. */
    static List<SourceSample> all() {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.filter(file -> file.toString().matches(".*/[^.]+\\.(csv|ndjson|json)"))
                    .map(file -> new SourceSample(file.getFileName().toString().replaceFirst("\\..*", ""), file))
                    .sorted((a, b) -> a.name().compareTo(b.name()))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether it is a file that somebody drops. */
    boolean isDropped() {
        return file.toString().endsWith(".csv");
    }

    String fileName() {
        return String.valueOf(file.getFileName());
    }

    String text() {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    JsonNode expected() {
        return json(".expected.json");
    }

    /** Sends it as its system does, and says what it was told. */
    Sender.Answer post(Sender sender) {
        String body = text();
        return switch (name) {
            case "shopify" -> sender.postTo("/v1/sources/shopify", body, signed("X-Shopify-Hmac-SHA256", body));
            case "woocommerce" ->
                sender.postTo("/v1/sources/woocommerce", body, signed("X-WC-Webhook-Signature", body));
            default -> sender.postTo("/v1/events?source=" + name, body, "Content-Type", contentType());
        };
    }

    private String contentType() {
        return file.toString().endsWith(".ndjson") ? "application/x-ndjson" : "application/json";
    }

    /** Its headers, and the signature that both shops write alike. */
    private String[] signed(String header, String body) {
        List<String> headers = new ArrayList<>();
        json(".headers.json").properties().forEach(each -> {
            headers.add(each.getKey());
            headers.add(each.getValue().asText());
        });
        headers.add(header);
        headers.add(signature(body));
        return headers.toArray(String[]::new);
    }

    private static String signature(String body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return Base64.getEncoder().encodeToString(mac.doFinal(body.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private JsonNode json(String ending) {
        try {
            return Objects.requireNonNull(
                    Sender.JSON.readTree(FOLDER.resolve(name + ending).toFile()));
        } catch (IOException e) {
            throw new UncheckedIOException(name + ending + " cannot be read", e);
        }
    }

    /** As test names show it. */
    @Override
    public String toString() {
        return name;
    }
}
