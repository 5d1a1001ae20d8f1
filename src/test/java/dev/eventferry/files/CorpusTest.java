package dev.eventferry.files;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eventferry.camel.Preview;
import dev.eventferry.camel.PreviewReport;
import dev.eventferry.event.ConversionEvent;
import dev.eventferry.event.Field;
import dev.eventferry.event.Item;
import dev.eventferry.event.Verdicts.Status;
import dev.eventferry.files.Traps.Trap;
import dev.eventferry.identity.IdentitySettings;
import dev.eventferry.identity.Normalizer;
import dev.eventferry.mapping.ItemMapper;
import dev.eventferry.mapping.MappingException;
import dev.eventferry.mapping.Mappings;
import dev.eventferry.mapping.Result;
import dev.eventferry.settings.Settings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each file of {@link Traps} is written, read, mapped and judged as a dropped one is, and each row has its verdict. */
class CorpusTest {

    private static final String MAPPING = """
            source: shop
            region: DE
            event: {constant: order}
            events: {order: Purchase}
            fields:
              event_id: order
              event_time: date
              properties.value: amount
              properties.currency: {constant: EUR}
              user.email: email
              user.phone: phone
              user.first_name: name
            defaults:
              page.url: https://shop.example.com/
            """;

    private static final Normalizer NORMALIZER = new Normalizer(IdentitySettings.DEFAULT);

    private static Preview preview;
    private static ItemMapper mapper;

    @TempDir
    Path folder;

    @SuppressWarnings("NullAway.Init")
    CorpusTest() {}

    @BeforeAll
    static void map(@TempDir Path mappings) throws IOException, MappingException {
        Files.writeString(mappings.resolve("shop.yaml"), MAPPING);
        Mappings known = Mappings.load(mappings);
        mapper = Objects.requireNonNull(known.get("shop"));
        preview = Preview.of(Settings.unchecked(Map.of()), known);
    }

    static List<Trap> traps() {
        return Traps.all();
    }

    @Test
    void it_has_sixty_files_or_more_each_with_a_name_of_its_own() {
        assertThat(traps()).hasSizeGreaterThan(60).extracting(Trap::name).doesNotHaveDuplicates();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("traps")
    void each_row_has_its_verdict(Trap trap) throws IOException {
        Path file = Files.write(folder.resolve(trap.file()), trap.bytes());

        assertThat(verdicts(file, trap)).as(trap.name()).isEqualTo(trap.expected());
    }

    private static List<String> verdicts(Path file, Trap trap) throws IOException {
        List<String> verdicts = new ArrayList<>();
        try (FileItems items = FileItems.open(file, trap.given())) {
            assertThat(items.format().json().toString() + items.format().words())
                    .doesNotContain("@");
            while (items.hasNext()) {
                verdicts.add(verdict(items.next()));
            }
        } catch (UnreadableFile e) {
            verdicts.add(told("refused ", String.valueOf(e.getMessage()), trap));
        } catch (UncheckedIOException e) {
            verdicts.add(told(
                    "breaks off ",
                    String.valueOf(Objects.requireNonNull(e.getCause()).getMessage()),
                    trap));
        }
        return verdicts;
    }

    /** As expected, when the sentence says what it is expected to. */
    private static String told(String what, String sentence, Trap trap) {
        String last = trap.expected().isEmpty()
                ? ""
                : trap.expected().get(trap.expected().size() - 1);
        return last.startsWith(what) && sentence.contains(last.substring(what.length())) ? last : what + sentence;
    }

    private static String verdict(Item item) {
        PreviewReport report = preview.read(mapper, null, List.of(item).iterator(), 1);
        if (report.count(Status.REJECTED) > 0) {
            return "no " + String.join(" ", report.rejected().keySet());
        }
        if (report.count(Status.FILTERED) > 0) {
            return "drop " + String.join(" ", report.filtered().keySet());
        }
        assertThat(report.count(Status.ACCEPTED) + report.count(Status.DUPLICATE))
                .isEqualTo(1);
        ConversionEvent event = NORMALIZER.normalize(
                ((Result.Mapped) mapper.apply(item, 0, "web")).events().get(0), "DE");
        BigDecimal value = event.values().decimal(Field.VALUE);
        String name = event.values().text(Field.FIRST_NAME);
        return "ok " + event.id() + " " + event.time() + " "
                + (value == null ? "-" : value.stripTrailingZeros().toPlainString()) + " "
                + texts(event, Field.EMAIL) + " " + texts(event, Field.PHONE) + (name == null ? "" : " " + name);
    }

    private static String texts(ConversionEvent event, Field field) {
        List<String> texts = event.values().texts(field);
        return texts.isEmpty() ? "-" : String.join(",", texts);
    }
}
