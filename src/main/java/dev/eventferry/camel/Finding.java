package dev.eventferry.camel;

/**
 * Something wrong with a file that operators edit.
 *
 * @param file as messages name it: {@code routes/process.camel.yaml}
 * @param line from 1; 0 when it concerns the whole file
 * @param message what is wrong and what to do, without the place
 */
public record Finding(String file, int line, String message) {

    /** The place and the message as one sentence. */
    public String sentence() {
        return (line > 0 ? file + ":" + line : file) + ": " + message;
    }
}
