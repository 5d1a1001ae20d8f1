package dev.eventferry.camel;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.eventferry.files.Sidecar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileDoorTest {

    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-01-31T12:00:00Z"), ZoneOffset.UTC);

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
