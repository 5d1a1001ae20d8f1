package dev.eventferry.files;

/** A file of which nothing can be read; the message says why and what to do. */
public final class UnreadableFile extends Exception {

    public UnreadableFile(String message) {
        super(message);
    }
}
