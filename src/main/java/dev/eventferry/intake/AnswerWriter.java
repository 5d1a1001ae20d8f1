package dev.eventferry.intake;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.eventferry.event.Problem;
import dev.eventferry.event.Verdicts;
import dev.eventferry.event.Verdicts.Status;
import dev.eventferry.event.Verdicts.Verdict;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;

/** Writes the answers of the HTTP door (design 4). */
public final class AnswerWriter {

    private static final JsonFactory JSON = new JsonFactory();
    private static final int ACCEPTED = 202;
    private static final int ALL_REJECTED = 422;

    private AnswerWriter() {}

    /**
     * The verdict on each event: 202, or 422 when every one was rejected.
     *
     * @param verbose whether simply accepted events are listed too, each with its id
     */
    public static HttpAnswer verdicts(String requestId, Verdicts verdicts, boolean verbose) {
        boolean allRejected = verdicts.size() > 0 && verdicts.count(Status.REJECTED) == verdicts.size();
        return new HttpAnswer(
                allRejected ? ALL_REJECTED : ACCEPTED,
                json(out -> {
                    out.writeStringField("request_id", requestId);
                    out.writeNumberField("accepted", verdicts.count(Status.ACCEPTED));
                    out.writeNumberField("duplicate", verdicts.count(Status.DUPLICATE));
                    out.writeNumberField("filtered", verdicts.count(Status.FILTERED));
                    out.writeNumberField("rejected", verdicts.count(Status.REJECTED));
                    out.writeArrayFieldStart("results");
                    for (Verdict verdict : verdicts.all()) {
                        if (verbose
                                || verdict.status() != Status.ACCEPTED
                                || !verdict.problems().isEmpty()) {
                            write(verdict, verbose, out);
                        }
                    }
                    out.writeEndArray();
                }),
                0);
    }

    /** A request refused as a whole. */
    public static HttpAnswer refusal(RequestRefused refused) {
        return new HttpAnswer(
                refused.status(),
                json(out -> {
                    out.writeObjectFieldStart("error");
                    out.writeStringField("code", refused.code());
                    out.writeStringField("message", refused.sentence());
                    if (refused.field() != null) {
                        out.writeStringField("field", refused.field());
                    }
                    out.writeStringField("more", Problem.more(refused.code()));
                    out.writeEndObject();
                }),
                refused.status() == 503 || refused.status() == 429 ? 1 : 0);
    }

    private static void write(Verdict verdict, boolean verbose, JsonGenerator out) throws IOException {
        out.writeStartObject();
        out.writeNumberField("index", verdict.index());
        out.writeStringField("status", verdict.status().name().toLowerCase(Locale.ROOT));
        if (verbose && verdict.eventId() != null && !verdict.eventId().isEmpty()) {
            out.writeStringField("id", verdict.eventId());
            writeMore(verdict.moreIds(), out);
        }
        if (verdict.reason() != null) {
            out.writeStringField("reason", verdict.reason());
        }
        write("errors", verdict.problems().stream().filter(Problem::isError).toList(), out);
        write("warnings", verdict.problems().stream().filter(p -> !p.isError()).toList(), out);
        out.writeEndObject();
    }

    /** The ids of an item that makes several events, where they differ. */
    private static void writeMore(List<String> moreIds, JsonGenerator out) throws IOException {
        if (!moreIds.isEmpty()) {
            out.writeArrayFieldStart("more_ids");
            for (String id : moreIds) {
                out.writeString(id);
            }
            out.writeEndArray();
        }
    }

    private static void write(String name, List<Problem> problems, JsonGenerator out) throws IOException {
        if (problems.isEmpty()) {
            return;
        }
        out.writeArrayFieldStart(name);
        for (Problem problem : problems) {
            out.writeStartObject();
            out.writeStringField("field", problem.field());
            out.writeStringField("code", problem.code());
            out.writeStringField("message", problem.message());
            out.writeStringField("more", problem.more());
            out.writeEndObject();
        }
        out.writeEndArray();
    }

    /** Writes the fields of an object. */
    interface Content {
        void write(JsonGenerator out) throws IOException;
    }

    /** An object as UTF-8. */
    static byte[] json(Content content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
        try (JsonGenerator out = JSON.createGenerator(bytes)) {
            out.writeStartObject();
            content.write(out);
            out.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not fail to be written", e);
        }
        return bytes.toByteArray();
    }
}
