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
            "Settings come from application.properties, environment variables (FERRY_TIKTOK_BASE_URL for"
                    + " ferry.tiktok.base-url) and --set. Routes and mappings are read from the folders routes and mappings.",
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:stopped in order",
            "1:could not start: something unforeseen",
            "2:could not start: a setting, mapping or route is wrong",
            "78:could not start: another Eventferry works in the data folder"
        })
final class RunCommand implements Callable<Integer> {

    @Mixin
    private SettingsOptions options = new SettingsOptions();

    @Override
    public Integer call() throws InterruptedException {
        try {
            Settings settings = options.read();
            App app = App.start(settings);
            CountDownLatch stopped = new CountDownLatch(1);
            Runtime.getRuntime()
                    .addShutdownHook(new Thread(
                            () -> {
                                app.close();
                                stopped.countDown();
                            },
                            "ferry-stop"));
            Console.say("Eventferry is running. Events: http://" + settings.text("ferry.http.host") + ":"
                    + settings.text("ferry.http.port") + "/v1/events  Files: " + settings.dataDir()
                    + "/inbox  Health: http://" + settings.text("ferry.management.host") + ":"
                    + settings.text("ferry.management.port") + "/observe/health");
            stopped.await();
            return 0;
        } catch (SettingsException e) {
            return Console.refuse(e.getMessage(), StartFailed.SETTINGS);
        } catch (StartFailed e) {
            return Console.refuse(e.getMessage(), e.exitCode());
        }
    }
}
