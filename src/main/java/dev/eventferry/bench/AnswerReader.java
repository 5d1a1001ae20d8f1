package dev.eventferry.bench;

import java.net.ProtocolException;
import java.nio.ByteBuffer;

/**
 * Finds where one HTTP/1.1 answer ends, in pieces as they arrive, and keeps of it only the status: all that a load
 * generator needs, at a fraction of what a client costs. Bodies have a length or are chunked.
 */
final class AnswerReader {

    private static final int LONGEST_LINE = 8192;
    private static final String CONTENT_LENGTH = "content-length:";
    private static final String TRANSFER_ENCODING = "transfer-encoding:";
    private static final String CONNECTION = "connection:";

    private enum Part {
        STATUS,
        HEADERS,
        BODY,
        CHUNK_SIZE,
        CHUNK,
        TRAILERS,
        DONE
    }

    private final StringBuilder line = new StringBuilder(128);
    private Part part = Part.STATUS;
    private int status;
    private long remaining = -1;
    private boolean chunked;
    private boolean closing;

    /** Makes ready for the next answer on the same connection. */
    void reset() {
        line.setLength(0);
        part = Part.STATUS;
        status = 0;
        remaining = -1;
        chunked = false;
        closing = false;
    }

    /**
     * Takes what has arrived, up to the end of the answer.
     *
     * @return whether the answer is complete
     * @throws ProtocolException if this is no HTTP/1.1 answer, or its end cannot be told
     */
    boolean read(ByteBuffer in) throws ProtocolException {
        while (part != Part.DONE && in.hasRemaining()) {
            if (part == Part.BODY || part == Part.CHUNK) {
                skip(in);
            } else if (readLine(in)) {
                take(line.toString());
                line.setLength(0);
            }
        }
        return part == Part.DONE;
    }

    /** The status of the answer; 0 before its first line is read. */
    int status() {
        return status;
    }

    /** Whether the server closes the connection after this answer. */
    boolean isClosing() {
        return closing;
    }

    private void skip(ByteBuffer in) {
        int bytes = (int) Math.min(remaining, in.remaining());
        in.position(in.position() + bytes);
        remaining -= bytes;
        if (remaining == 0) {
            part = part == Part.CHUNK ? Part.CHUNK_SIZE : Part.DONE;
        }
    }

    private boolean readLine(ByteBuffer in) throws ProtocolException {
        while (in.hasRemaining()) {
            char c = (char) (in.get() & 0xff);
            if (c == '\n') {
                return true;
            }
            if (c != '\r') {
                line.append(c);
            }
            if (line.length() > LONGEST_LINE) {
                throw new ProtocolException("the server sent a header line of over " + LONGEST_LINE + " bytes");
            }
        }
        return false;
    }

    private void take(String text) throws ProtocolException {
        switch (part) {
            case STATUS -> takeStatus(text);
            case HEADERS -> takeHeader(text);
            case CHUNK_SIZE -> takeChunkSize(text);
            case TRAILERS -> part = text.isEmpty() ? Part.DONE : Part.TRAILERS;
            default -> throw new IllegalStateException("no line is read in " + part);
        }
    }

    private void takeStatus(String text) throws ProtocolException {
        if (!text.startsWith("HTTP/1.1 ") || text.length() < 12) {
            throw new ProtocolException("the server does not answer in HTTP/1.1");
        }
        status = number(text.substring(9, 12), 10);
        part = Part.HEADERS;
    }

    private void takeHeader(String text) throws ProtocolException {
        if (text.isEmpty()) {
            endHeaders();
        } else if (startsWith(text, CONTENT_LENGTH)) {
            remaining = number(text.substring(CONTENT_LENGTH.length()).strip(), 10);
        } else if (startsWith(text, TRANSFER_ENCODING)) {
            chunked = text.regionMatches(true, text.length() - 7, "chunked", 0, 7);
        } else if (startsWith(text, CONNECTION)) {
            closing = text.regionMatches(true, text.length() - 5, "close", 0, 5);
        }
    }

    private void endHeaders() throws ProtocolException {
        if (status < 200) {
            reset();
        } else if (chunked) {
            part = Part.CHUNK_SIZE;
        } else if (remaining == 0 || status == 204 || status == 304) {
            part = Part.DONE;
        } else if (remaining > 0) {
            part = Part.BODY;
        } else {
            throw new ProtocolException("the server's answer " + status + " has no length and is not chunked");
        }
    }

    private void takeChunkSize(String text) throws ProtocolException {
        int extension = text.indexOf(';');
        int size = number((extension < 0 ? text : text.substring(0, extension)).strip(), 16);
        part = size == 0 ? Part.TRAILERS : Part.CHUNK;
        remaining = size + 2L; // the line end after the chunk
    }

    private static boolean startsWith(String text, String name) {
        return text.regionMatches(true, 0, name, 0, name.length());
    }

    private static int number(String digits, int radix) throws ProtocolException {
        try {
            int number = Integer.parseInt(digits, radix);
            if (number >= 0) {
                return number;
            }
        } catch (NumberFormatException e) {
            // told below, like a number below zero
        }
        throw new ProtocolException("the server sent a status, length or chunk size that is not a whole number");
    }
}
