package dev.eventferry.rules;

import dev.eventferry.event.Content;
import dev.eventferry.event.ConversionEvent;
import dev.eventferry.event.EventSource;
import dev.eventferry.event.Field;
import dev.eventferry.event.Problem;
import dev.eventferry.event.Values;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An event while it is judged; copies nothing until something changes. */
final class Draft {

    private final ConversionEvent given;
    private final EventSource source;
    private final boolean lenient;
    private String name;
    private @Nullable String id;
    private @Nullable Instant time;
    private List<Content> contents;
    private Values.@Nullable Builder values;
    private @Nullable List<Problem> problems;

    Draft(ConversionEvent given, EventSource source, boolean lenient) {
        this.given = given;
        this.source = source;
        this.lenient = lenient;
        this.name = given.name();
        this.id = given.id();
        this.time = given.time();
        this.contents = given.contents();
    }

    ConversionEvent given() {
        return given;
    }

    EventSource source() {
        return source;
    }

    /** Whether what is wrong with a field costs the field and not the event. */
    boolean lenient() {
        return lenient;
    }

    String name() {
        return name;
    }

    void rename(String changed) {
        name = changed;
    }

    @Nullable
    String id() {
        return id;
    }

    void dropId() {
        id = null;
    }

    @Nullable
    Instant time() {
        return time;
    }

    void move(Instant changed) {
        time = changed;
    }

    List<Content> contents() {
        return contents;
    }

    void replaceContents(List<Content> changed) {
        contents = changed;
    }

    /** Replaces one item; the list is copied once only, for a sender may have thousands. */
    void replaceContent(int index, Content changed) {
        if (contents == given.contents()) {
            contents = new ArrayList<>(contents);
        }
        contents.set(index, changed);
    }

    @Nullable
    Object get(Field field) {
        return values == null ? given.values().get(field) : values.get(field);
    }

    @Nullable
    String text(Field field) {
        return (String) get(field);
    }

    boolean has(Field field) {
        return get(field) != null;
    }

    /** Replaces a value, or with null removes it. */
    void put(Field field, @Nullable Object value) {
        if (values == null) {
            values = given.values().toBuilder();
        }
        values.put(field, value);
    }

    void refuse(String field, String code, String message) {
        add(Problem.error(field, code, field + ": " + message));
    }

    void warn(String field, String code, String message) {
        add(Problem.warning(field, code, field + ": " + message));
    }

    /** Refuses the event or, of a lenient source, says that the field was left out; the caller leaves it out. */
    void refuseOrLeaveOut(String field, String code, String message) {
        if (lenient) {
            warn(field, code, message + "; it is left out");
        } else {
            refuse(field, code, message);
        }
    }

    void refuse(Field field, String code, String message) {
        refuse(field.path(), code, message);
    }

    void warn(Field field, String code, String message) {
        warn(field.path(), code, message);
    }

    private void add(Problem problem) {
        if (problems == null) {
            problems = new ArrayList<>(2);
        }
        problems.add(problem);
    }

    /** The event with all that changed. */
    ConversionEvent event() {
        ConversionEvent judged = new ConversionEvent(
                given.index(),
                given.destination(),
                given.clientName(),
                name,
                id,
                time,
                values == null ? given.values() : values.build(),
                List.copyOf(contents),
                given.problems(),
                given.cookies(),
                given.campaign(),
                given.region());
        return problems == null ? judged : judged.withProblems(problems);
    }
}
