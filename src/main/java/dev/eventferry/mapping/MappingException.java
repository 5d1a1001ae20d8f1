package dev.eventferry.mapping;

/** A mapping file that cannot be used; the message says where, what is wrong, and what to do. */
public final class MappingException extends Exception {

    private final String fileName;
    private final String reason;
    private final int line;
    private final int column;

    /** Of a place in a file, both from 1: {@code mappings/shop.yaml:12:5: what is wrong and what to do}. */
    public MappingException(String fileName, int line, int column, String message) {
        super(fileName + ":" + line + ":" + column + ": " + message);
        this.fileName = fileName;
        this.reason = message;
        this.line = line;
        this.column = column;
    }

    /** The file, as messages name it. */
    public String fileName() {
        return fileName;
    }

    /** What is wrong and what to do, without the place. */
    public String reason() {
        return reason;
    }

    /** The line, from 1. */
    public int line() {
        return line;
    }

    /** The column, from 1. */
    public int column() {
        return column;
    }
}
