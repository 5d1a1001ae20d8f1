package dev.eventferry.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.eventferry.camel.Guards;
import dev.eventferry.camel.Preview;
import dev.eventferry.camel.PreviewReport;
import dev.eventferry.event.Verdicts.Status;
import dev.eventferry.files.FileFormat;
import dev.eventferry.files.FileItems;
import dev.eventferry.files.UnreadableFile;
import dev.eventferry.mapping.ItemMapper;
import dev.eventferry.mapping.MappingException;
import dev.eventferry.settings.FileSettings;
import dev.eventferry.settings.Settings;
import dev.eventferry.settings.SettingsException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ./ferry preview}. */
@Command(
        name = "preview",
        mixinStandardHelpOptions = true,
        description = {
            "Shows what would be sent of a file: reads it with a source's mapping, checks and",
            "hashes its events as ./ferry run does, and sends and stores nothing.",
            "",
            "It tells the events by name, rows refused and left out with the reasons,",
            "warnings, copies within the file, how many events carry each match key, and one",
            "example of each event. Personal data is never shown: digests are shortened, and",
            "of the rest only the shape is told.",
            "",
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:every row would be sent, is a copy, or is filtered out",
            "1:some rows are refused, or the file breaks off; what is shown says why",
            "2:nothing could be read: the file, the source or a setting is wrong"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./ferry preview --source crm leads.csv",
            "  ./ferry preview --source storefront --limit 100 --json events.ndjson",
            "  curl -s https://shop.example.com/order/1.json | ./ferry preview --source orders -",
        })
final class PreviewCommand implements Callable<Integer> {

    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    @CommandLine.Spec
    private CommandLine.Model.@Nullable CommandSpec spec;

    @Mixin
    private SettingsOptions options = new SettingsOptions();

    @Option(
            names = {"-s", "--source"},
            paramLabel = "NAME",
            required = true,
            description = "The mapping to read it with; canonical for TikTok's own names.")
    private String source = "";

    @Option(
            names = {"-d", "--destination"},
            paramLabel = "NAME",
            description = "As in ?destination=NAME of a request.")
    private @Nullable String destination;

    @Option(
            names = {"-n", "--limit"},
            paramLabel = "N",
            description = "The most rows to read.")
    private long limit = Long.MAX_VALUE;

    @Option(
            names = "--format",
            paramLabel = "FORM",
            description = "csv (any delimiter), ndjson, json or xlsx. Else it is told by the file's name; "
                    + "of standard input by how it begins.")
    private @Nullable String format;

    @Option(names = "--json", description = "Prints JSON, for programs.")
    private boolean json;

    @Parameters(
            paramLabel = "FILE",
            description = "A .csv, .tsv, .xlsx, .ndjson or .json file, plain, .gz or .zip; - is standard input.")
    private String file = "";

    @Override
    public Integer call() {
        try {
            Settings settings = options.unchecked();
            SourceChoice choice = SourceChoice.of(settings, source, destination);
            Preview preview = Preview.of(settings, choice.mappings());
            try (FileItems items = open(settings, choice.mapper())) {
                PreviewReport report = preview.read(choice.mapper(), destination, items, limit);
                List<Guards.Guard> guards = Guards.of(settings.destinations(), choice.mappings(), source);
                print(report, guards, items.format());
                return exitCode(report);
            }
        } catch (NoSuchFileException e) {
            return refuse("there is no file " + Path.of(file).toAbsolutePath());
        } catch (UncheckedIOException e) {
            return refuse(String.valueOf(Objects.requireNonNull(e.getCause()).getMessage()));
        } catch (SettingsException | MappingException | UnreadableFile | IOException e) {
            return refuse(String.valueOf(e.getMessage()));
        }
    }

    private FileItems open(Settings settings, ItemMapper mapper) throws IOException, UnreadableFile {
        FileItems.Form form = format == null ? null : form(format);
        // a source that takes its objects apart itself wants them whole
        FileSettings given = settings.files(source).whole(mapper.unpacks());
        if (file.equals("-")) {
            return FileItems.read(System.in, form, given);
        }
        Path path = Path.of(file);
        return form == null ? FileItems.open(path, given) : FileItems.read(path, form, given);
    }

    private static FileItems.Form form(String word) throws UnreadableFile {
        Map<String, FileItems.Form> forms = Map.of(
                "csv", FileItems.Form.CSV,
                "tsv", FileItems.Form.CSV,
                "ndjson", FileItems.Form.NDJSON,
                "json", FileItems.Form.JSON,
                "xlsx", FileItems.Form.XLSX);
        FileItems.Form form = forms.get(word);
        if (form == null) {
            throw new UnreadableFile("--format is csv, tsv, ndjson, json or xlsx");
        }
        return form;
    }

    private void print(PreviewReport report, List<Guards.Guard> guards, FileFormat found) throws IOException {
        PrintWriter out = Console.out(spec);
        if (json) {
            ObjectNode all = JSON.createObjectNode().put("source", source);
            all.set("format", found.json());
            all.setAll(report.json());
            ArrayNode shown = all.putArray("guards");
            guards.forEach(guard -> shown.add(guard.json()));
            out.println(JSON.writeValueAsString(all));
        } else {
            out.print(new PreviewText(report, guards, found).text());
        }
        out.flush();
    }

    static int exitCode(PreviewReport report) {
        if (report.rows() == 0) {
            return 2;
        }
        return report.failure() != null || report.count(Status.REJECTED) > 0 ? 1 : 0;
    }

    private int refuse(String why) {
        return Console.refuse(spec, why, 2);
    }
}
