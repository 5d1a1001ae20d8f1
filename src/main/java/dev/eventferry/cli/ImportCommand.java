package dev.eventferry.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.eventferry.camel.DataDir;
import dev.eventferry.camel.Guards;
import dev.eventferry.camel.LoneImport;
import dev.eventferry.camel.Preview;
import dev.eventferry.camel.PreviewReport;
import dev.eventferry.camel.StartFailed;
import dev.eventferry.event.Verdicts.Status;
import dev.eventferry.files.FileItems;
import dev.eventferry.files.UnreadableFile;
import dev.eventferry.mapping.ItemMapper;
import dev.eventferry.mapping.MappingException;
import dev.eventferry.settings.Settings;
import dev.eventferry.settings.SettingsException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ./ferry import}. */
@Command(
        name = "import",
        mixinStandardHelpOptions = true,
        description = {
            "Imports files with a source's mapping and shows how far it is.",
            "",
            "Beside a running Eventferry, which its settings name, it copies each file into",
            "the inbox and follows it there. Where none runs it reads and delivers them",
            "itself, without opening any other door. Stopped in the middle, nothing is lost",
            "or doubled: the running Eventferry goes on, or the same command does.",
            "",
            "It ends when all that was accepted is durable; with --wait, when it is",
            "delivered. No value of any cell is shown.",
            "",
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:every row was accepted, came before, or is filtered out; with --wait also delivered",
            "1:some rows were rejected; with --wait also: some are dead, or not delivered yet",
            "2:refused: a file cannot be read or was stopped, or the source or a setting is wrong",
            "130:stopped by Ctrl-C"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./ferry import --source crm leads.csv",
            "  ./ferry import --source crm --wait --timeout 30m exports/*.csv.gz",
            "  ./ferry import --source crm --dry-run leads.csv    nothing stored, nothing sent",
        })
final class ImportCommand implements Callable<Integer> {

    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    private static final int STOPPED = 130;
    private static final int ROWS_BETWEEN_LOOKS = 64;

    @CommandLine.Spec
    private CommandLine.Model.@Nullable CommandSpec spec;

    @Mixin
    private SettingsOptions options = new SettingsOptions();

    @Option(
            names = {"-s", "--source"},
            paramLabel = "NAME",
            required = true,
            description = "The mapping to read them with; canonical for TikTok's own names.")
    private String source = "";

    @Option(
            names = {"-d", "--destination"},
            paramLabel = "NAME",
            description = "Where the events go, instead of where the mapping says.")
    private @Nullable String destination;

    @Option(
            names = {"-n", "--limit"},
            paramLabel = "N",
            description = "The most rows to read of each file.")
    private @Nullable Long limit;

    @Option(names = "--dry-run", description = "Shows what would be sent; stores and sends nothing.")
    private boolean dryRun;

    @Option(names = "--again", description = "Imports a file even if the same was imported before.")
    private boolean again;

    @Option(names = "--approved", description = "Does not wait for approval where ferry.files.approval does.")
    private boolean approved;

    @Option(names = "--wait", description = "Waits until everything is delivered.")
    private boolean wait;

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            description = "Ends at the latest then, like 90s, 30m or 2h; default: never.")
    private @Nullable String timeout;

    @Option(names = "--json", description = "Prints JSON at the end, for programs.")
    private boolean json;

    @Option(names = "--plain", description = "A line now and then instead of a progress bar.")
    private boolean plain;

    @Parameters(paramLabel = "FILE", arity = "1..*", description = "What the inbox takes, too: docs/files.md.")
    private List<Path> files = new ArrayList<>();

    private @Nullable Importer importer;
    private volatile @Nullable InboxFile current;
    private volatile boolean stopping;

    @Override
    public Integer call() throws InterruptedException {
        quietLog();
        try {
            Settings settings = options.unchecked();
            SourceChoice choice = SourceChoice.of(settings, source, destination);
            if (limit != null && limit < 1) {
                throw new SettingsException("--limit must be 1 or more");
            }
            ProgressView view = new ProgressView(err(), !plain && Ansi.AUTO.enabled(), System::nanoTime);
            List<Guards.Guard> guards = Guards.of(settings.destinations(), choice.mappings(), source);
            if (dryRun) {
                return dryRun(settings, choice.mapper(), Preview.of(settings, choice.mappings()), guards, view);
            }
            guards.forEach(guard -> view.say("not live: " + guard.message()));
            return importAll(settings, view);
        } catch (SettingsException | MappingException e) {
            return Console.refuse(spec, String.valueOf(e.getMessage()), StartFailed.SETTINGS);
        } catch (StartFailed e) {
            return stopping ? STOPPED : Console.refuse(spec, String.valueOf(e.getMessage()), StartFailed.SETTINGS);
        } catch (AccessDeniedException e) {
            return Console.refuse(
                    spec, e.getFile() + " may not be written: run this as the user that Eventferry runs as", 2);
        } catch (IOException | UncheckedIOException e) {
            return Console.refuse(spec, "the data folder cannot be used: " + e.getMessage(), 2);
        }
    }

    private int importAll(Settings settings, ProgressView view) throws StartFailed, IOException, InterruptedException {
        long deadline = ImportWatch.deadline(timeout == null ? null : Settings.duration("--timeout", timeout));
        Thread stop = new Thread(() -> stop(view), "ferry-stop");
        List<ImportResult> results = new ArrayList<>();
        for (Path file : files) {
            String problem = problem(file);
            if (problem != null) {
                results.add(ImportResult.refused(file, problem, 2));
            }
        }
        if (!results.isEmpty()) { // before anything is imported: a misspelt name is found at once
            return print(results);
        }
        Runtime.getRuntime().addShutdownHook(stop);
        try {
            importer = importer(settings, view);
            for (Path file : files) {
                results.add(importOne(settings, file, view, deadline));
            }
            view.end();
            return print(results);
        } catch (RuntimeException e) {
            if (stopping) {
                return STOPPED; // what fails while all is being closed says nothing
            }
            throw e;
        } finally {
            if (!stopping) {
                Runtime.getRuntime().removeShutdownHook(stop);
                close();
            }
        }
    }

    private ImportResult importOne(Settings settings, Path given, ProgressView view, long deadline)
            throws StartFailed, IOException, InterruptedException {
        InboxFile file = InboxFile.put(settings.dataDir(), source, given, wishes());
        view.begin(source + "/" + file.name());
        if (file.takenUp()) {
            view.say(file.path() + " is there from an import that was begun before: it goes on");
        }
        current = file;
        try {
            while (true) {
                Importer by = Objects.requireNonNull(importer);
                by.take(file);
                ImportWatch watch = new ImportWatch(by, file, view, deadline);
                ImportWatch.End end = watch.awaitReport();
                if (end instanceof ImportWatch.End.Through through) {
                    ImportWatch.Delivery delivery = watch.delivery(through, wait);
                    return ImportResult.through(given, file, through, delivery, by.deliversLater(), wait);
                }
                if (end instanceof ImportWatch.End.Left left) {
                    return ImportResult.refused(given, left.why(), left.exitCode());
                }
                importer = importer(settings, view);
            }
        } finally {
            current = null;
        }
    }

    /** The Eventferry that works in the data folder, or else one of our own. */
    private Importer importer(Settings settings, ProgressView view) throws StartFailed, IOException {
        Path dataDir = settings.dataDir();
        if (!DataDir.isInUse(dataDir)) {
            try {
                return Importer.own(LoneImport.start(options.read(), Clock.systemUTC()));
            } catch (StartFailed e) {
                if (e.exitCode() != StartFailed.IN_USE) {
                    throw e;
                }
            }
        }
        return Importer.running(dataDir, new StatusClient(settings), view::say);
    }

    private ObjectNode wishes() {
        ObjectNode wishes = JSON.createObjectNode();
        if (limit != null) {
            wishes.put("limit", limit);
        }
        if (again) {
            wishes.put("again", true);
        }
        if (approved) {
            wishes.put("approved", true);
        }
        if (destination != null) {
            wishes.put("destination", destination);
        }
        return wishes;
    }

    /** Why a file cannot be imported; null when it may be tried. */
    private static @Nullable String problem(Path file) {
        if (!Files.exists(file)) {
            return "there is no file " + file.toAbsolutePath();
        }
        if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
            return file.toAbsolutePath() + " is no file that can be read";
        }
        return FileItems.accepts(file)
                ? null
                : "files that are read end with " + String.join(", ", FileItems.endings()) + ": rename or convert it";
    }

    private int dryRun(
            Settings settings, ItemMapper mapper, Preview preview, List<Guards.Guard> guards, ProgressView view) {
        ArrayNode shown = JSON.createArrayNode();
        int exitCode = 0;
        for (Path file : files) {
            view.begin(source + "/" + file.getFileName());
            try (FileItems items = open(settings, mapper, file)) {
                PreviewReport report = preview.read(
                        mapper,
                        destination,
                        items,
                        limit == null ? Long.MAX_VALUE : limit,
                        soFar -> look(soFar, items, view));
                view.end();
                exitCode = Math.max(exitCode, PreviewCommand.exitCode(report));
                ObjectNode told = shown.addObject().put("given", file.toString());
                told.setAll(report.json());
                told.set("format", items.format().json());
                if (!json) {
                    out().print((files.size() > 1 ? file.getFileName() + "\n" : "")
                            + new PreviewText(report, guards, items.format()).text());
                }
            } catch (UnreadableFile | IOException | UncheckedIOException e) {
                view.end();
                exitCode = 2;
                String why = e instanceof UncheckedIOException && e.getCause() != null
                        ? String.valueOf(e.getCause().getMessage())
                        : String.valueOf(e.getMessage());
                shown.addObject().put("given", file.toString()).put("why", why);
                Console.refuse(spec, file.getFileName() + ": " + why, 2);
            }
        }
        if (json) {
            printJson("dry_run", shown, exitCode);
        }
        out().flush();
        return exitCode;
    }

    private FileItems open(Settings settings, ItemMapper mapper, Path file) throws IOException, UnreadableFile {
        String problem = problem(file);
        if (problem != null) {
            throw new UnreadableFile(problem);
        }
        return FileItems.open(file, settings.files(source).whole(mapper.unpacks()));
    }

    private void look(PreviewReport soFar, FileItems items, ProgressView view) {
        if (soFar.rows() % ROWS_BETWEEN_LOOKS != 0) {
            return;
        }
        double share = limit == null ? 0 : (double) soFar.rows() / limit;
        view.show(new Progress(
                Progress.Phase.READING,
                Math.max(share, items.progress()),
                soFar.rows(),
                soFar.count(Status.ACCEPTED),
                soFar.count(Status.DUPLICATE),
                soFar.count(Status.FILTERED),
                soFar.count(Status.REJECTED),
                -1));
    }

    private int print(List<ImportResult> results) {
        int exitCode = results.stream().mapToInt(ImportResult::exitCode).max().orElse(0);
        if (json) {
            ArrayNode shown = JSON.createArrayNode();
            results.forEach(result -> shown.add(result.json()));
            printJson("files", shown, exitCode);
        }
        for (ImportResult result : results) {
            if (result.report() == null) {
                Console.refuse(spec, result.text(), result.exitCode());
            } else if (!json) {
                out().print(result.text());
            }
        }
        out().flush();
        return exitCode;
    }

    private void printJson(String key, ArrayNode shown, int exitCode) {
        ObjectNode all = JSON.createObjectNode();
        all.put("source", source).put("exit_code", exitCode).set(key, shown);
        out().println(all.toPrettyString());
    }

    /** On Ctrl-C. */
    private void stop(ProgressView view) {
        stopping = true;
        InboxFile file = current;
        Importer by = importer;
        close(); // then it is known how far it came
        if (file != null && by != null) {
            view.close(by.onStop(file));
        }
    }

    private void close() {
        if (importer != null) {
            importer.close();
        }
    }

    /** Between the lines of progress the log's would confuse; FERRY_LOG_LEVEL=INFO brings them back. */
    private static void quietLog() {
        if (System.getenv("FERRY_LOG_LEVEL") == null) {
            System.setProperty("FERRY_LOG_LEVEL", "WARN");
        }
    }

    private PrintWriter out() {
        return Console.out(spec);
    }

    private PrintWriter err() {
        return spec == null ? Console.errorWriter() : spec.commandLine().getErr();
    }
}
