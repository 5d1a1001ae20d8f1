package dev.eventferry.cli;

import dev.eventferry.camel.Finding;
import dev.eventferry.camel.Guards;
import dev.eventferry.camel.RouteFiles;
import dev.eventferry.mapping.Mappings;
import dev.eventferry.settings.Settings;
import dev.eventferry.settings.SettingsException;
import dev.eventferry.settings.SettingsFiles;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ./ferry check}. */
@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        description = {
            "Checks the settings, the routes and the mappings, and runs the cases beside each",
            "mapping. Starts nothing and sends nothing.",
            "",
            "What it reads:",
            "  application.properties   and FERRY_... variables and --set, as ./ferry run does",
            "  routes/*.camel.yaml      YAML, Camel's words and options, who calls whom, and",
            "                           what no route may do",
            "  mappings/NAME.yaml       the words of a source and TikTok's",
            "  mappings/NAME.test.yaml  its cases: what is given, and what must come of it",
            "Run it after each change, and before each deployment. A case looks like this:",
            "  - name: page views are switched off",
            "    given: {event_name: page_view, consent: {advertising: granted}}",
            "    dropped: true",
            "",
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:all is well, but for warnings",
            "1:something is wrong; each line says where, what, and what to do",
            "2:it cannot be checked: there is no such file or folder"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./ferry check",
            "  ./ferry check --mappings-dir /home/me/our-mappings --no-secrets --json",
        })
final class CheckCommand implements Callable<Integer> {

    private static final String ROUTES = "ferry.routes-dir";
    private static final String MAPPINGS = "ferry.mappings-dir";

    @CommandLine.Spec
    private CommandLine.Model.@Nullable CommandSpec spec;

    @Mixin
    private SettingsOptions options = new SettingsOptions();

    @Option(names = "--routes-dir", paramLabel = "FOLDER", description = "Short for --set ferry.routes-dir=FOLDER.")
    private @Nullable Path routes;

    @Option(names = "--mappings-dir", paramLabel = "FOLDER", description = "Short for --set ferry.mappings-dir=FOLDER.")
    private @Nullable Path mappings;

    @Option(
            names = "--no-secrets",
            description = "Pixel codes and access tokens that are not set are warnings: for where there are none.")
    private boolean noSecrets;

    @Option(names = "--json", description = "Prints JSON, for programs.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        CheckReport report = new CheckReport();
        try {
            if (routes != null) {
                options.set(ROUTES, routes.toString());
            }
            if (mappings != null) {
                options.set(MAPPINGS, mappings.toString());
            }
            Settings settings = options.unchecked();
            requireFolder(settings, ROUTES);
            requireFolder(settings, MAPPINGS);
            check(settings, report);
        } catch (SettingsException e) {
            return Console.refuse(spec, String.valueOf(e.getMessage()), 2);
        }
        PrintWriter out = Console.out(spec);
        out.print(json ? report.json() + System.lineSeparator() : report.text());
        out.flush();
        return report.isGood() ? 0 : 1;
    }

    private void check(Settings settings, CheckReport report) throws IOException {
        checkSettings(report);
        warnOfGuards(settings, report);
        RouteFiles files = RouteFiles.read(settings);
        report.countRoutes(files.count());
        try {
            for (Finding finding : files.check(settings)) {
                report.error(finding.file(), finding.line(), "route", finding.message());
            }
        } catch (SettingsException e) {
            // said of the settings already; routes cannot be looked at without their values
        }
        MappingCheck known = new MappingCheck(report, new LinkedHashSet<>(settings.list("ferry.destinations")));
        known.check(Path.of(settings.text(MAPPINGS)));
        for (String key : List.of("ferry.http.visitor-sources", "ferry.rules.lenient")) {
            for (String source : settings.list(key)) {
                if (!known.isSource(source)) {
                    setting(report, key + " names " + source + ", which is no source");
                }
            }
        }
    }

    private void checkSettings(CheckReport report) {
        try {
            options.read();
        } catch (SettingsException e) {
            for (String problem : e.problems()) {
                setting(report, problem);
            }
        }
    }

    private void setting(CheckReport report, String problem) {
        SettingsFiles files = options.files();
        int line = files.lineOf(problem.split("\\s", 2)[0]);
        boolean lacking = noSecrets && isAboutASecret(problem);
        report.add(new CheckReport.Entry(
                line > 0 ? files.name() : "settings",
                line,
                0,
                lacking ? CheckReport.Severity.WARNING : CheckReport.Severity.ERROR,
                "setting",
                problem));
    }

    private void warnOfGuards(Settings settings, CheckReport report) {
        try {
            for (Guards.Guard guard : Guards.of(settings.destinations(), Mappings.none())) {
                report.add(new CheckReport.Entry(
                        "settings", 0, 0, CheckReport.Severity.WARNING, guard.code(), guard.message()));
            }
        } catch (SettingsException e) {
            // said of the settings already
        }
    }

    private static boolean isAboutASecret(String problem) {
        String key = problem.split("\\s", 2)[0];
        return problem.contains(" is missing")
                && List.of("event-source-id", "access-token").stream().anyMatch(key::endsWith);
    }

    private static void requireFolder(Settings settings, String key) {
        Path folder = Path.of(settings.text(key));
        if (!Files.isDirectory(folder)) {
            throw new SettingsException(key + ": there is no folder " + folder.toAbsolutePath());
        }
    }
}
