package dev.eventferry.camel;

/** A file that somebody wrote to or replaced while it was read; the message says what became of its rows. */
public final class FileChanged extends Exception {

    FileChanged(String message) {
        super(message);
    }
}
