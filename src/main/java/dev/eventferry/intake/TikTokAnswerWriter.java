package dev.eventferry.intake;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.eventferry.event.Problem;
import dev.eventferry.event.Verdicts;
import dev.eventferry.event.Verdicts.Status;
import dev.eventferry.event.Verdicts.Verdict;
import java.io.IOException;
import java.util.List;

/**
 * Answers as TikTok does (tiktok-events-api 2.1-2.3): the {@code code} decides, and what the sender did wrong is HTTP 200.
 * Unlike TikTok it takes the good events of a request whose others are bad.
 */
public final class TikTokAnswerWriter {

    private static final int OK = 0;
    private static final int PARTLY = 20001;
    private static final int NO_PERMISSION = 40001;
    private static final int BAD_PARAMETER = 40002;
    private static final int NO_SUCH_PATH = 40007;
    private static final int TOKEN_EMPTY = 40104;
    private static final int TOKEN_WRONG = 40105;
    private static final int OUR_FAULT = 50000;
    private static final int NOT_NOW = 50002;

    /** A thousand events with the same slip need no thousand warnings. */
    private static final int MOST_WARNINGS = 100;

    private TikTokAnswerWriter() {}

    /**
     * The verdict on each event of a call: code 0 when none was refused, 20001 when some were, 40002 when all were.
     *
     * @param remarks on the form of events that were taken, beside what the verdicts say
     */
    public static HttpAnswer verdicts(
            String requestId, TikTokCall call, Verdicts verdicts, TikTokForm.Remarks remarks) {
        List<Verdict> all = verdicts.all();
        int refused = verdicts.count(Status.REJECTED);
        int code = refused == 0 ? OK : refused < verdicts.size() ? PARTLY : BAD_PARAMETER;
        return answer(200, code, message(call, all, refused), requestId, out -> {
            if (refused > 0) {
                writeFailures(all, out);
            }
            writeWarnings(all, remarks, out);
        });
    }

    /** A request refused as a whole. */
    static HttpAnswer refusal(String requestId, RequestRefused refused) {
        String message = refused.field() == null ? refused.sentence() : refused.field() + ": " + refused.sentence();
        return answer(status(refused.status()), code(refused), message, requestId, out -> {});
    }

    /** The first bad event by its place, as TikTok words it, then how many there are. */
    private static String message(TikTokCall call, List<Verdict> all, int refused) {
        if (refused == 0) {
            return "OK";
        }
        for (Verdict verdict : all) {
            if (verdict.status() == Status.REJECTED) {
                String place = call.placeOf(verdict.index());
                String words = words(firstError(verdict));
                String message = place.isEmpty() ? words : place + (words.startsWith(" ") ? ":" : ".") + words;
                return all.size() == 1 ? message : message + count(all.size(), refused);
            }
        }
        throw new IllegalStateException("what was counted is there");
    }

    private static String count(int all, int refused) {
        return " (" + refused + " of " + all + " events refused"
                + (refused == all ? ")" : ", the others are taken; data.failed_events lists them)");
    }

    private static Problem firstError(Verdict verdict) {
        for (Problem problem : verdict.problems()) {
            if (problem.isError()) {
                return problem;
            }
        }
        return Problem.error("", "refused", "refused");
    }

    /** {@code properties.contents.0.price: what is wrong}; begins with a blank when it is about the whole event. */
    private static String words(Problem problem) {
        String field = problem.field();
        String said = problem.message();
        if (field.isEmpty()) {
            return " " + said;
        }
        if (said.startsWith(field)) {
            said = said.substring(field.length());
            said = said.substring(said.startsWith(" is ") ? 4 : said.startsWith(": ") ? 2 : 0);
        }
        return dotted(field) + ": " + said;
    }

    /** A place in a list as TikTok writes it: {@code contents.0.price}. */
    private static String dotted(String field) {
        return field.indexOf('[') < 0 ? field : field.replace('[', '.').replace("]", "");
    }

    private static void writeFailures(List<Verdict> all, JsonGenerator out) throws IOException {
        out.writeBooleanField("partial_failure", true);
        out.writeArrayFieldStart("failed_events");
        for (Verdict verdict : all) {
            if (verdict.status() == Status.REJECTED) {
                out.writeStartObject();
                out.writeNumberField("order_in_batch", verdict.index());
                out.writeStringField("error", errors(verdict));
                out.writeEndObject();
            }
        }
        out.writeEndArray();
    }

    private static String errors(Verdict verdict) {
        StringBuilder errors = new StringBuilder();
        for (Problem problem : verdict.problems()) {
            if (problem.isError()) {
                errors.append(errors.isEmpty() ? "" : " ").append(words(problem).strip());
                if (errors.charAt(errors.length() - 1) != '.') {
                    errors.append('.');
                }
            }
        }
        return errors.toString();
    }

    private static void writeWarnings(List<Verdict> all, TikTokForm.Remarks remarks, JsonGenerator out)
            throws IOException {
        int written = 0;
        for (Verdict verdict : all) {
            if (verdict.status() != Status.ACCEPTED) {
                continue;
            }
            for (Problem warning : remarks.with(verdict)) {
                if (written == 0) {
                    out.writeArrayFieldStart("warnings");
                }
                if (written < MOST_WARNINGS) {
                    write(verdict.index(), warning, out);
                }
                written++;
            }
        }
        if (written > 0) {
            out.writeEndArray();
        }
        if (written > MOST_WARNINGS) {
            out.writeNumberField("warnings_left_out", written - MOST_WARNINGS);
        }
    }

    private static void write(int index, Problem warning, JsonGenerator out) throws IOException {
        out.writeStartObject();
        out.writeNumberField("order_in_batch", index);
        out.writeStringField("field", dotted(warning.field()));
        out.writeStringField("code", warning.code());
        out.writeStringField("message", warning.message());
        out.writeEndObject();
    }

    /** What is to be sent again, and what never reaches TikTok's own code, keeps HTTP's status. */
    private static int status(int own) {
        return own >= 500 || own == 404 || own == 405 ? own : 200;
    }

    private static int code(RequestRefused refused) {
        return switch (refused.status()) {
            case 401 -> refused.code().equals("key_missing") ? TOKEN_EMPTY : TOKEN_WRONG;
            case 404, 405 -> NO_SUCH_PATH;
            case 500 -> OUR_FAULT;
            case 503 -> NOT_NOW;
            default -> refused.code().equals("destination_unknown") ? NO_PERMISSION : BAD_PARAMETER;
        };
    }

    private static HttpAnswer answer(
            int status, int code, String message, String requestId, AnswerWriter.Content data) {
        return new HttpAnswer(
                status,
                AnswerWriter.json(out -> {
                    out.writeNumberField("code", code);
                    out.writeStringField("message", message);
                    out.writeStringField("request_id", requestId);
                    out.writeObjectFieldStart("data");
                    data.write(out);
                    out.writeEndObject();
                }),
                status == 503 ? 1 : 0);
    }
}
