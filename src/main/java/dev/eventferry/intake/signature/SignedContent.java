package dev.eventferry.intake.signature;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a signature is made over: plain text in which {@code {body}}, {@code {timestamp}} and {@code {id}} stand for what
 * the request brings, in its bytes as they came. Compiled once.
 */
@SuppressWarnings("ArrayRecordComponent") // written once, never compared
public final class SignedContent {

    private static final Map<String, Part> PLACES =
            Map.of("body", Part.BODY, "timestamp", Part.TIMESTAMP, "id", Part.ID);

    /** The body alone. */
    static final SignedContent BODY = of("{body}");

    private enum Part {
        TEXT,
        BODY,
        TIMESTAMP,
        ID
    }

    /** @param text the bytes of {@link Part#TEXT}; empty for the others */
    private record Piece(Part part, byte[] text) {}

    private final List<Piece> pieces;

    private SignedContent(List<Piece> pieces) {
        this.pieces = pieces;
    }

    /**
     * Compiles a form such as {@code {timestamp}.{body}}.
     *
     * @throws IllegalArgumentException for a place that there is not, or when the body is not signed
     */
    public static SignedContent of(String form) {
        List<Piece> pieces = new ArrayList<>();
        int at = 0;
        while (at < form.length()) {
            int open = form.indexOf('{', at);
            int close = open < 0 ? -1 : form.indexOf('}', open);
            if (close < 0) {
                pieces.add(text(form.substring(at)));
                break;
            }
            if (open > at) {
                pieces.add(text(form.substring(at, open)));
            }
            pieces.add(place(form.substring(open + 1, close)));
            at = close + 1;
        }
        SignedContent content = new SignedContent(List.copyOf(pieces));
        if (!content.has(Part.BODY)) {
            throw new IllegalArgumentException("it must have {body}: a signature that leaves it out proves nothing");
        }
        return content;
    }

    /** The same with a text that always stands before it, braces and all. */
    SignedContent after(String text) {
        List<Piece> all = new ArrayList<>(pieces);
        all.add(0, text(text));
        return new SignedContent(List.copyOf(all));
    }

    /** Whether the time is signed too; one that is not would protect from nothing. */
    public boolean hasTimestamp() {
        return has(Part.TIMESTAMP);
    }

    /** Whether the request's id is signed too. */
    public boolean hasId() {
        return has(Part.ID);
    }

    /** Takes bytes as {@link javax.crypto.Mac#update(byte[])} does. */
    interface Sink {
        void take(byte[] bytes);
    }

    void write(byte[] body, @Nullable String timestamp, @Nullable String id, Sink sink) {
        for (int i = 0; i < pieces.size(); i++) {
            Piece piece = pieces.get(i);
            sink.take(
                    switch (piece.part()) {
                        case TEXT -> piece.text();
                        case BODY -> body;
                        case TIMESTAMP -> bytes(timestamp);
                        case ID -> bytes(id);
                    });
        }
    }

    private boolean has(Part part) {
        return pieces.stream().anyMatch(piece -> piece.part() == part);
    }

    private static Piece place(String name) {
        Part part = PLACES.get(name);
        if (part == null) {
            throw new IllegalArgumentException("there are only {body}, {timestamp} and {id}");
        }
        return new Piece(part, new byte[0]);
    }

    private static Piece text(String text) {
        return new Piece(Part.TEXT, bytes(text));
    }

    private static byte[] bytes(@Nullable String text) {
        return text == null ? new byte[0] : text.getBytes(StandardCharsets.UTF_8);
    }
}
