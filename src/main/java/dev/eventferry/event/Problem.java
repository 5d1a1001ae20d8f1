package dev.eventferry.event;

/**
 * What is wrong with an event, told so that its sender can mend it.
 *
 * @param severity whether the event is refused or only loses the field
 * @param field TikTok's dotted path, {@code properties.contents[0].price} for an item
 * @param code stable, snake_case, few in kind
 * @param message a sentence with the value's shape and the fix; never the value, which may be personal
 */
public record Problem(Severity severity, String field, String code, String message) {

    /** What it costs. */
    public enum Severity {
        /** The event is refused. */
        ERROR,
        /** The event goes on, without the field or corrected. */
        WARNING
    }

    /** A reason to refuse the event. */
    public static Problem error(String field, String code, String message) {
        return new Problem(Severity.ERROR, field, code, message);
    }

    /** Something the sender should know. */
    public static Problem warning(String field, String code, String message) {
        return new Problem(Severity.WARNING, field, code, message);
    }

    /** Where the code is explained, with its fix and whose rule it is. */
    public String more() {
        return more(code);
    }

    /** The same for the code of a request that was refused as a whole. */
    public static String more(String code) {
        return "docs/rules.md#" + code;
    }

    /** Whether the event is refused for it. */
    public boolean isError() {
        return severity == Severity.ERROR;
    }
}
