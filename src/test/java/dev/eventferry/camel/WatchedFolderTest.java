package dev.eventferry.camel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WatchedFolderTest {

    private final Path folder;

    WatchedFolderTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void nothing_is_taken_while_nothing_changes() throws IOException {
        write("a.yaml", "1");
        WatchedFolder watched = watch();

        assertThat(watched.changed()).isNull();
        assertThat(watched.changed()).isNull();
    }

    @Test
    void a_change_is_taken_once_when_two_looks_saw_the_same() throws IOException {
        write("a.yaml", "1");
        WatchedFolder watched = watch();

        write("a.yaml", "22");
        assertThat(watched.changed()).isNull();
        assertThat(texts(watched)).isEqualTo("22");
        assertThat(watched.changed()).isNull();
    }

    @Test
    void a_file_that_is_being_written_is_not_taken() throws IOException {
        write("a.yaml", "1");
        WatchedFolder watched = watch();

        write("a.yaml", "");
        assertThat(watched.changed()).isNull();
        write("a.yaml", "half");
        assertThat(watched.changed()).isNull();
        write("a.yaml", "half and half");
        assertThat(watched.changed()).isNull();
        assertThat(texts(watched)).isEqualTo("half and half");
    }

    @Test
    void an_edit_that_keeps_size_and_time_is_seen() throws IOException {
        Path file = write("a.yaml", "1");
        FileTime time = FileTime.from(Instant.parse("2026-01-01T00:00:00Z"));
        Files.setLastModifiedTime(file, time);
        WatchedFolder watched = watch();

        Path next = Files.writeString(folder.resolve(".a.yaml.swp"), "2");
        Files.setLastModifiedTime(next, time);
        Files.move(next, file, StandardCopyOption.REPLACE_EXISTING);

        assertThat(watched.changed()).isNull();
        assertThat(texts(watched)).isEqualTo("2");
    }

    @Test
    void a_config_map_changes_behind_its_links() throws IOException {
        version("..1", "1");
        Files.createSymbolicLink(folder.resolve("..data"), Path.of("..1"));
        Files.createSymbolicLink(folder.resolve("a.yaml"), Path.of("..data/a.yaml"));
        WatchedFolder watched = watch();

        version("..2", "2");
        Files.createSymbolicLink(folder.resolve("..data_tmp"), Path.of("..2"));
        Files.move(folder.resolve("..data_tmp"), folder.resolve("..data"), StandardCopyOption.REPLACE_EXISTING);

        assertThat(watched.changed()).isNull();
        assertThat(texts(watched)).isEqualTo("2");
    }

    @Test
    void what_editors_leave_beside_a_file_is_none_of_ours() throws IOException {
        write("a.yaml", "1");
        WatchedFolder watched = watch();

        write(".a.yaml.swp", "x");
        write("a.yaml~", "x");
        write("4913", "x");

        assertThat(watched.changed()).isNull();
        assertThat(watched.changed()).isNull();
    }

    @Test
    void a_file_that_is_gone_is_a_change() throws IOException {
        write("a.yaml", "1");
        write("b.yaml", "1");
        WatchedFolder watched = watch();

        Files.delete(folder.resolve("b.yaml"));

        assertThat(watched.changed()).isNull();
        assertThat(watched.changed()).containsOnlyKeys("a.yaml");
    }

    private WatchedFolder watch() throws IOException {
        WatchedFolder watched = new WatchedFolder(folder, name -> name.endsWith(".yaml") && !name.startsWith("."));
        watched.take();
        return watched;
    }

    private static String texts(WatchedFolder watched) throws IOException {
        Map<String, byte[]> files = Objects.requireNonNull(watched.changed(), "a change");
        return new String(Objects.requireNonNull(files.get("a.yaml")), StandardCharsets.UTF_8);
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private void version(String name, String text) throws IOException {
        Files.writeString(Files.createDirectory(folder.resolve(name)).resolve("a.yaml"), text);
    }
}
