package dev.eventferry.camel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With Camel's own look at a folder, which is what {@link FileFront} is made for. */
class FileFrontTest {

    private static final Duration SOON = Duration.ofSeconds(20);

    @TempDir
    Path inbox;

    @SuppressWarnings("NullAway.Init")
    FileFrontTest() {}

    @Test
    void a_look_sees_the_first_files_of_each_folder_and_the_next_ones_when_those_are_gone() throws Exception {
        for (String name : new String[] {"a/1.csv", "a/2.csv", "a/3.csv", "a/4.csv", "a/0.part", "b/9.csv"}) {
            Path file = inbox.resolve(name);
            Files.createDirectories(file.getParent());
            Files.writeString(file, "row");
        }
        Set<String> seen = ConcurrentHashMap.newKeySet();
        try (DefaultCamelContext camel = new DefaultCamelContext()) {
            camel.getRegistry().bind("fileFront", new FileFront(2));
            camel.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("file:" + inbox + "?recursive=true&minDepth=2&maxDepth=2&preSort=true&filter=#fileFront"
                                    + "&noop=true&idempotent=false&initialDelay=0&delay=10")
                            .process(file ->
                                    seen.add(file.getMessage().getHeader(Exchange.FILE_NAME_CONSUMED, String.class)));
                }
            });
            camel.start();

            await().atMost(SOON).until(() -> seen.contains("b/9.csv"));
            assertThat(seen).containsExactlyInAnyOrder("a/1.csv", "a/2.csv", "b/9.csv");

            Files.delete(inbox.resolve("a/1.csv"));
            await().atMost(SOON).until(() -> seen.contains("a/3.csv"));
            assertThat(seen).doesNotContain("a/4.csv", "a/0.part");
        }
    }
}
