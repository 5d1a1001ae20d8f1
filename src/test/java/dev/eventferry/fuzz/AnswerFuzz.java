package dev.eventferry.fuzz;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.eventferry.tiktok.Answer;
import dev.eventferry.tiktok.Code;
import dev.eventferry.tiktok.Codes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What TikTok, or whatever stands between, may answer: reading it never fails, and events count as taken only when a
 * JSON object says so. Run by {@link FuzzTest}.
 */
public final class AnswerFuzz {

    private static final List<Integer> STATUSES = List.of(200, 200, 401, 429, 500, 502, 0);
    private static final Set<String> TAKEN = Set.of("0", "40050");
    private static final JsonMapper STRICT = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private AnswerFuzz() {}

    /** What the fuzzer calls. */
    public static void fuzzerTestOneInput(byte[] input) {
        Effort.bounded(() -> take(input));
    }

    private static void take(byte[] input) {
        Choices choices = new Choices(input);
        int status = choices.of(STATUSES);
        byte[] body = choices.oneIn(2) ? made(choices) : choices.rest();

        Answer answer = Answer.read(status, body);

        Integer code = answer.code();
        if (code != null && Codes.of(code).action() == Code.Action.DELIVERED && !saysTaken(body)) {
            throw new AssertionError("events are taken for delivered though no JSON object says so");
        }
        if (answer.httpStatus() != status) {
            throw new AssertionError("the status is another");
        }
    }

    /** Inputs to begin with: TikTok's known answers. */
    static List<byte[]> seeds() throws IOException {
        List<byte[]> seeds = new ArrayList<>();
        for (byte[] answer : Places.answers()) {
            seeds.add(Seeds.join(new byte[] {0, 0}, answer));
        }
        for (int i = 0; i < 50; i++) {
            seeds.add(Seeds.join(new byte[] {0, 1}, Seeds.random(i, 16)));
        }
        return seeds;
    }

    private static byte[] made(Choices choices) {
        JsonNode code = choices.oneIn(2) ? HostileValues.number(choices) : HostileValues.any(choices, "");
        String text = "{\"code\":" + code + ",\"message\":" + HostileValues.any(choices, "") + ",\"request_id\":"
                + HostileValues.any(choices, "") + "}" + (choices.oneIn(4) ? choices.text(8) : "");
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static boolean saysTaken(byte[] body) {
        try {
            JsonNode root = STRICT.readTree(body);
            JsonNode code = root.isObject() ? root.get("code") : null;
            return code != null && (code.isInt() || code.isTextual()) && TAKEN.contains(code.asText());
        } catch (IOException e) {
            return false;
        }
    }
}
