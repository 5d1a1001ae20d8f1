package dev.eventferry.camel;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.eventferry.files.Sidecar;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePropertyKey;
import org.apache.camel.component.file.FileOperations;
import org.apache.camel.component.file.GenericFile;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileDoorTest {

    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-01-31T12:00:00Z"), ZoneOffset.UTC);

    private static final CamelContext CAMEL = new DefaultCamelContext();

    @TempDir
    Path folder;

    private final FileTurns turns = new FileTurns();
    private final FileImports imports = new FileImports(CLOCK);
    private final FileDoor door = new FileDoor(turns, imports, Duration.ofSeconds(2), CLOCK);

    @SuppressWarnings("NullAway.Init")
    FileDoorTest() {}

    @Test
    void a_file_is_taken_when_two_looks_saw_the_same_and_it_was_left_alone() throws IOException {
        Path file = written("a.csv", Duration.ofSeconds(2));

        assertThat(door.takes(file)).as("the first look").isFalse();
        assertThat(door.takes(file)).isTrue();
    }

    @Test
    void a_file_that_was_written_to_just_now_or_between_two_looks_is_not_taken() throws IOException {
        Path young = written("young.csv", Duration.ofMillis(1900));
        assertThat(door.takes(young)).isFalse();
        assertThat(door.takes(young)).isFalse();
        Path grows = written("grows.csv", Duration.ofSeconds(60));
        assertThat(door.takes(grows)).isFalse();
        Files.writeString(grows, "more", StandardOpenOption.APPEND);
        Files.setLastModifiedTime(grows, FileTime.from(CLOCK.instant().minusSeconds(60)));

        assertThat(door.takes(grows)).isFalse();
        assertThat(door.takes(grows)).isTrue();
    }

    @Test
    void a_file_with_a_sidecar_was_moved_into_place_whole_and_is_taken_at_once() throws IOException {
        Path file = written("a.csv", Duration.ZERO);
        Files.writeString(Sidecar.of(file), "{}");

        assertThat(door.takes(file)).isTrue();
    }

    @Test
    void hidden_files_and_other_endings_are_not_looked_at() throws IOException {
        for (String name : new String[] {".a.csv", "a.csv.go", "a.csv.part", "a.exe", "a"}) {
            Path file = written(name, Duration.ofHours(1));
            assertThat(door.takes(file)).isFalse();
            assertThat(door.takes(file)).as(name).isFalse();
        }
        assertThat(told()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\nb.csv", "a${b}.csv", "a{{b}}.csv", "a\u202Eb.csv", "a\u001Bb.csv", "a\u2028b.csv"})
    void a_name_that_could_do_harm_is_told_and_not_taken(String name) throws IOException {
        Path file = written(name, Duration.ofHours(1));
        door.takes(file);

        assertThat(door.takes(file)).isFalse();
        assertThat(told()).hasSize(1);
        assertThat(told().get(0).path("file").asText()).matches("[a-z?.]+");
        Files.delete(file);
        assertThat(told()).isEmpty();
    }

    @Test
    void a_link_is_told_and_not_taken() throws IOException {
        Path link = Files.createSymbolicLink(folder.resolve("link.csv"), written("a.csv", Duration.ofHours(1)));
        door.takes(link);

        assertThat(door.takes(link)).isFalse();
        assertThat(told().get(0).path("why").asText()).contains("link");
    }

    /** While a look goes on, files of the line have their turns: what would fill the gaps comes after what was passed over. */
    @Test
    void what_lies_behind_a_file_that_found_its_folder_full_waits_for_the_next_look() throws IOException {
        Path first = written("a.csv", Duration.ofHours(1));
        Path second = written("b.csv", Duration.ofHours(1));
        door.takes(first);
        door.takes(second);
        for (int i = 0; i <= 500; i++) {
            turns.enter("crm", folder.resolve("_" + i));
        }

        assertThat(looks(first, 0)).as("the folder is full").isFalse();
        turns.leave("crm");
        assertThat(looks(second, 1)).as("it would overtake").isFalse();
        assertThat(looks(first, 0)).as("the next look").isTrue();
        assertThat(looks(second, 1)).isTrue();
    }

    @Test
    void however_many_files_come_at_once_they_are_taken_at_the_second_look() throws IOException {
        List<Path> files = new ArrayList<>();
        for (int i = 0; i < 21_000; i++) {
            files.add(written(i + ".csv", Duration.ofHours(1)));
        }

        for (int i = 0; i < files.size(); i++) {
            assertThat(looks(files.get(i), i)).isFalse();
        }
        for (int i = 0; i < files.size(); i++) {
            assertThat(looks(files.get(i), i)).as("%s at the second look", i).isTrue();
        }
    }

    /** A look of a route comes to a file. */
    private boolean looks(Path file, int index) {
        GenericFile<File> found = new GenericFile<>();
        found.setFile(file.toFile());
        Exchange exchange = new DefaultExchange(CAMEL);
        exchange.setProperty(ExchangePropertyKey.BATCH_INDEX, index);
        return door.acquireExclusiveReadLock(new FileOperations(), found, exchange);
    }

    private ArrayNode told() {
        ArrayNode told = JsonNodeFactory.instance.arrayNode();
        imports.json(told);
        return told;
    }

    private Path written(String name, Duration ago) throws IOException {
        Path file = Files.writeString(folder.resolve(name), "a,b\n");
        return Files.setLastModifiedTime(file, FileTime.from(CLOCK.instant().minus(ago)));
    }
}
