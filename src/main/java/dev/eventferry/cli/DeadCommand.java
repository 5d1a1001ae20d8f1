package dev.eventferry.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ./ferry dead}. */
@Command(
        name = "dead",
        mixinStandardHelpOptions = true,
        description = {
            "Tells of events that TikTok will not get: refused, with its code and words, or",
            "not delivered in time. ./ferry replay sends them again.",
            "",
        },
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {DeadCommand.ListThem.class, DeadCommand.Show.class, DeadCommand.Export.class},
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:told", "2:nobody was asked"},
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./ferry dead list --reason refused --limit 20",
            "  ./ferry dead show 1763799600000001",
            "  ./ferry dead export --source crm dead.ndjson",
        })
final class DeadCommand implements Runnable {

    private static final String DEAD = "/v1/inspect/dead";
    private static final ObjectMapper JSON = new ObjectMapper();

    @CommandLine.Spec
    private CommandLine.Model.@Nullable CommandSpec spec;

    @Override
    public void run() {
        if (spec != null) {
            spec.commandLine().usage(spec.commandLine().getOut());
        }
    }

    /** {@code ./ferry dead list}. */
    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            description = {"The newest first, a line each.", ""},
            exitCodeListHeading = "%nExit codes:%n",
            exitCodeList = {"0:told", "2:nobody was asked"},
            footerHeading = "%nExamples:%n",
            footer = {"  ./ferry dead list", "  ./ferry dead list --source crm --code 40002"})
    static final class ListThem extends RunningCommand {

        @Mixin
        private DeadOptions which = new DeadOptions();

        @Option(
                names = {"-n", "--limit"},
                paramLabel = "N",
                description = "At most so many; 50 unless you say.")
        private int limit = 50;

        @Override
        int call(StatusClient running) throws IOException, InterruptedException {
            Map<String, String> query = new LinkedHashMap<>(which.parameters());
            query.put("limit", Integer.toString(limit));
            JsonNode page = running.get(DEAD, query);
            for (JsonNode letter : page.path("dead")) {
                say(String.join(
                        "  ",
                        letter.path("id").asText(),
                        letter.path("died_at").asText(),
                        letter.path("source").asText() + " -> "
                                + letter.path("destination").asText(),
                        letter.path("event").asText(),
                        letter.path("place").asText() + " row "
                                + letter.path("row").asText(),
                        letter.path("reason").asText()
                                + (letter.path("code").isNull()
                                        ? ""
                                        : " " + letter.path("code").asText())
                                + (letter.path("message").isNull()
                                        ? ""
                                        : ": " + letter.path("message").asText())));
            }
            say(page.path("dead").size() + " of " + page.path("total").asText() + " dead letters");
            return 0;
        }
    }

    /** {@code ./ferry dead show}. */
    @Command(
            name = "show",
            mixinStandardHelpOptions = true,
            description = {"One of them, with its event: digests shortened, the rest of a person masked.", ""},
            exitCodeListHeading = "%nExit codes:%n",
            exitCodeList = {"0:told", "2:nobody was asked, or there is none of that id"},
            footerHeading = "%nExamples:%n",
            footer = {"  ./ferry dead show 1763799600000001"})
    static final class Show extends RunningCommand {

        @Parameters(paramLabel = "ID", description = "As ./ferry dead list tells it.")
        private long id;

        @Override
        int call(StatusClient running) throws IOException, InterruptedException {
            JsonNode letter = running.get(DEAD + "/" + id, Map.of());
            say(JSON.writer(SerializationFeature.INDENT_OUTPUT).writeValueAsString(letter));
            return 0;
        }
    }

    /** {@code ./ferry dead export}. */
    @Command(
            name = "export",
            mixinStandardHelpOptions = true,
            description = {
                "All of them to a file that only you can read, a line of JSON each, masked as",
                "show does it.",
                "",
            },
            exitCodeListHeading = "%nExit codes:%n",
            exitCodeList = {"0:written", "2:nobody was asked, or the file cannot be written"},
            footerHeading = "%nExamples:%n",
            footer = {"  ./ferry dead export dead.ndjson", "  ./ferry dead export --reason expired expired.ndjson"})
    static final class Export extends RunningCommand {

        private static final String PAGE = "1000";

        @Mixin
        private DeadOptions which = new DeadOptions();

        @Parameters(paramLabel = "FILE", description = "What to write; it must not be there yet.")
        private Path file = Path.of("");

        @Override
        int call(StatusClient running) throws IOException, InterruptedException {
            Map<String, String> query = new LinkedHashMap<>(which.parameters());
            query.put("events", "true");
            query.put("limit", PAGE);
            JsonNode page = running.get(DEAD, query);
            if (Files.exists(file)) {
                return Console.refuse(spec, "there is a file " + file + " already", 2);
            }
            long written = 0;
            try (BufferedWriter out = open()) {
                while (true) {
                    for (JsonNode letter : page.path("dead")) {
                        out.write(JSON.writeValueAsString(letter));
                        out.newLine();
                        written++;
                    }
                    if (!page.has("before")) {
                        break;
                    }
                    query.put("before", page.path("before").asText());
                    page = running.get(DEAD, query);
                }
            }
            say(written + " dead letters are in " + file);
            return 0;
        }

        private BufferedWriter open() throws IOException {
            if (file.toAbsolutePath()
                    .getFileSystem()
                    .supportedFileAttributeViews()
                    .contains("posix")) {
                Files.createFile(
                        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            }
            return Files.newBufferedWriter(file, StandardCharsets.UTF_8);
        }
    }
}
