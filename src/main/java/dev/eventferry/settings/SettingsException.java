package dev.eventferry.settings;

import java.util.List;

/** The settings do not make sense; the message says which, why and what to do, one line each. */
public final class SettingsException extends RuntimeException {

    public SettingsException(List<String> problems) {
        super(String.join(System.lineSeparator(), problems));
    }

    public SettingsException(String problem) {
        this(List.of(problem));
    }
}
