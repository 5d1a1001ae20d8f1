package dev.eventferry.camel;

/** A table cannot be polled as its route says; the message says why and what to do, and has no value of any row. */
final class BadTable extends RuntimeException {

    BadTable(String message) {
        super(message);
    }
}
