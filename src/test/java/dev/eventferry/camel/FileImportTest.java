package dev.eventferry.camel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eventferry.event.Item;
import dev.eventferry.event.RawGroup;
import dev.eventferry.files.FileItems;
import dev.eventferry.files.FileStamp;
import dev.eventferry.files.ImportPlace;
import dev.eventferry.files.Sidecar;
import dev.eventferry.mapping.Mapping;
import dev.eventferry.settings.FileSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where a file's chunks end, and so where it is taken up after a crash. */
class FileImportTest {

    private static final String ORDERS = """
            Name,SKU
            #1,A
            #1,B
            #1,C
            #2,D
            ,E
            ,F
            #3,G
            #3,H
            """;

    private static final Instant NOW = Instant.parse("2026-01-31T12:00:00Z");

    private final IdentityHashMap<RawGroup, String> positions = new IdentityHashMap<>();

    @TempDir
    Path folder;

    @SuppressWarnings("NullAway.Init")
    FileImportTest() {}

    @Test
    void without_groups_a_chunk_has_as_many_rows_as_it_may() throws Exception {
        assertThat(chunks("", 0, 3)).extracting(this::position).containsExactly("3", "6", "8");
    }

    @Test
    void a_chunk_ends_where_an_order_ends_and_its_cursor_counts_rows() throws Exception {
        List<RawGroup> chunks = chunks("group: Name", 0, 2);

        assertThat(chunks).extracting(this::position).containsExactly("3", "5", "8");
        assertThat(chunks).extracting(FileImportTest::rows).containsExactly(List.of(3), List.of(1, 1), List.of(1, 2));
        assertThat(chunks).extracting(chunk -> chunk.origin().firstPosition()).containsExactly(0L, 3L, 5L);
        assertThat(chunks.get(2).verdicts().firstRow(1)).isEqualTo(1);
    }

    @Test
    void wherever_it_was_killed_the_rest_is_the_same_orders() throws Exception {
        for (int most = 1; most <= 9; most++) {
            List<RawGroup> whole = chunks("group: Name", 0, most);
            for (int killed = 0; killed < whole.size(); killed++) {
                long done = Long.parseLong(position(whole.get(killed)));

                List<String> rest = items(chunks("group: Name", done, 2));

                assertThat(rest)
                        .as("killed after %s rows of chunks of %s", done, most)
                        .isEqualTo(items(whole.subList(killed + 1, whole.size())));
            }
        }
    }

    private List<RawGroup> chunks(String group, long done, int most) throws Exception {
        Mapping mapping = Mapping.compile("mappings/shop.yaml", "source: shop\nevent: Name\nunlisted: pass\n" + group);
        Path file = Files.writeString(folder.resolve("orders.csv"), ORDERS);
        List<RawGroup> chunks = new ArrayList<>();
        try (FileImport reading = new FileImport(file, "shop", NOW)) {
            reading.begin(Objects.requireNonNull(FileStamp.of(file)), mapping, "", new Sidecar(0, false, false, null));
            reading.identify("a name");
            reading.open(
                    FileItems.open(file, FileSettings.none("shop")),
                    done == 0 ? null : new ImportPlace(done, 0, "", null, null, "orders.csv", null),
                    folder.resolve("part"),
                    NOW);
            while (reading.hasMore()) {
                chunks.add(reading.next(most, NOW));
                positions.put(chunks.get(chunks.size() - 1), String.valueOf(reading.row()));
            }
        }
        return chunks;
    }

    private String position(RawGroup chunk) {
        return Objects.requireNonNull(positions.get(chunk));
    }

    private static List<Integer> rows(RawGroup chunk) {
        return chunk.items().stream().map(Item::rowCount).toList();
    }

    private static List<String> items(List<RawGroup> chunks) {
        return chunks.stream()
                .flatMap(chunk -> chunk.items().stream())
                .map(item -> item.asJson().toString())
                .toList();
    }
}
