package dev.eventferry.simulator;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** An event as the simulator holds it: its bytes as they came, read again only when somebody looks. */
final class Held {

    final String source;
    final String sourceId;
    final boolean test;
    final @Nullable String id;
    final byte[] json;
    final long receivedAt;
    final long request;
    final int copies;
    final List<String> mergedFields;

    Held(
            String source,
            String sourceId,
            boolean test,
            @Nullable String id,
            byte[] json,
            long receivedAt,
            long request,
            int copies,
            List<String> mergedFields) {
        this.source = source;
        this.sourceId = sourceId;
        this.test = test;
        this.id = id;
        this.json = json;
        this.receivedAt = receivedAt;
        this.request = request;
        this.copies = copies;
        this.mergedFields = mergedFields;
    }

    /** The same after one more copy came, which may have filled fields. */
    Held afterCopy(byte[] filled, List<String> fields) {
        return new Held(source, sourceId, test, id, filled, receivedAt, request, copies + 1, fields);
    }
}
