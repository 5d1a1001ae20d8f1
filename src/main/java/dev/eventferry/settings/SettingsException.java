package dev.eventferry.settings;

import java.util.List;

/** The settings do not make sense; the message says which, why and what to do, one line each. */
public final class SettingsException extends RuntimeException {

    private final List<String> problems;

    public SettingsException(List<String> problems) {
        super(String.join(System.lineSeparator(), problems));
        this.problems = List.copyOf(problems);
    }

    public SettingsException(String problem) {
        this(List.of(problem));
    }

    /** The sentences one by one; each begins with the key that it is about, if it is about one. */
    public List<String> problems() {
        return problems;
    }
}
