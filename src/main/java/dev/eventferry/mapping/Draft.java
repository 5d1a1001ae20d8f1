package dev.eventferry.mapping;

import dev.eventferry.event.Content;
import dev.eventferry.event.ConversionEvent;
import dev.eventferry.event.Cookies;
import dev.eventferry.event.Field;
import dev.eventferry.event.Problem;
import dev.eventferry.event.Values;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An event while it is read; used once, by one thread. */
final class Draft {

    final Values.Builder values = Values.builder();

    @Nullable
    String name;

    @Nullable
    String id;

    @Nullable
    Instant time;

    @Nullable
    Cookies cookies;

    private List<Content> contents = List.of();
    private @Nullable List<Problem> problems;

    void add(Problem problem) {
        if (problems == null) {
            problems = new ArrayList<>();
        }
        problems.add(problem);
    }

    void add(Content content) {
        if (contents.isEmpty()) {
            contents = new ArrayList<>(4);
        }
        contents.add(content);
    }

    boolean hasProblems() {
        return problems != null;
    }

    int contentCount() {
        return contents.size();
    }

    boolean hasContents() {
        return !contents.isEmpty();
    }

    /** Whether items are named in either way, so that what kind they are means anything. */
    boolean namesItems() {
        return hasContents() || values.has(Field.CONTENT_IDS);
    }

    ConversionEvent toEvent(int index, String destination, String clientName, String tiktokName) {
        return new ConversionEvent(
                index,
                destination,
                clientName,
                tiktokName,
                id,
                time,
                values.build(),
                List.copyOf(contents),
                problems == null ? List.of() : List.copyOf(problems),
                cookies,
                null,
                null);
    }
}
