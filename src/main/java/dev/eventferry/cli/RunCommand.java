package dev.eventferry.cli;

import dev.eventferry.camel.App;
import dev.eventferry.camel.StartFailed;
import dev.eventferry.settings.Settings;
import dev.eventferry.settings.SettingsException;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code ./ferry run}. */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        description = {
            "Runs Eventferry until it is stopped (Ctrl-C or SIGTERM).",
            "",
            "What it reads:",
            "  application.properties  every setting, each with a comment",
            "  FERRY_...               environment variables override the file:",
            "                          FERRY_TIKTOK_BASE_URL is ferry.tiktok.base-url",
            "  mappings/*.yaml         for each source, its words and TikTok's",
            "  routes/*.camel.yaml     the way of an event, from the doors to TikTok",
            "",
            "What it needs before it starts:",
            "  FERRY_DESTINATION_WEB_EVENT_SOURCE_ID  the pixel code",
            "  FERRY_DESTINATION_WEB_ACCESS_TOKEN     from TikTok's Events Manager",
            "",
            "Where events come in, as application.properties has it:",
            "  POST http://127.0.0.1:8080/v1/events?source=NAME  answered when stored",
            "  data/inbox/NAME/                                  CSV, TSV and NDJSON",
            "Is it well:",
            "  GET http://127.0.0.1:9876/observe/health, or ./ferry status",
            "",
            "What it stored is not lost when it is stopped, killed or the power fails: it",
            "goes on where it was. The log is on stderr; FERRY_LOG_LEVEL=DEBUG says more.",
            "",
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:stopped in order, by SIGTERM or Ctrl-C",
            "1:something unforeseen: could not start, or did not stop in order; nothing stored is lost",
            "2:could not start: a setting, mapping or route is wrong, or a port is taken; the lines say what to do",
            "78:could not start: another Eventferry works in the data folder",
            "143:stopped by SIGTERM before it had started"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./ferry run",
            "  ./ferry run --set ferry.http.port=8081 --set ferry.data-dir=/var/lib/ferry",
            "  FERRY_TIKTOK_BASE_URL=http://127.0.0.1:9099 ./ferry run",
            "                           against ./ferry simulator instead of TikTok",
        })
final class RunCommand implements Callable<Integer> {

    @Mixin
    private SettingsOptions options = new SettingsOptions();

    @Override
    public Integer call() throws InterruptedException {
        try {
            Settings settings = options.read();
            LogFormat.apply(settings);
            App app = App.start(settings, options.files());
            OrderlyExit exit = new OrderlyExit(app::stop, app::stopWaitsFor, app.longestStop());
            Runtime.getRuntime()
                    .addShutdownHook(new Thread(() -> Runtime.getRuntime().halt(exit.stop()), "ferry-stop"));
            Console.say("Eventferry is running. Events: http://" + settings.text("ferry.http.host") + ":"
                    + settings.text("ferry.http.port") + "/v1/events  Files: " + settings.dataDir()
                    + "/inbox  Health: http://" + settings.text("ferry.management.host") + ":"
                    + settings.text("ferry.management.port") + "/observe/health");
            new CountDownLatch(1).await(); // the hook ends the process
            return 0;
        } catch (SettingsException e) {
            return Console.refuse(e.getMessage(), StartFailed.SETTINGS);
        } catch (StartFailed e) {
            return Console.refuse(e.getMessage(), e.exitCode());
        }
    }
}
