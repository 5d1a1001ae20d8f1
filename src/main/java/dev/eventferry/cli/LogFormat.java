package dev.eventferry.cli;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.OutputStreamAppender;
import dev.eventferry.settings.Settings;
import java.util.Iterator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How the log is written ({@code ferry.log.format}): lines for people, or a JSON object a line for collectors. */
final class LogFormat {

    private LogFormat() {}

    /** Makes the log as the settings have it; what was logged before they were read stays as it was. */
    static void apply(Settings settings) {
        if (settings.oneOf("ferry.log.format", "text", "json").equals("json")
                && LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
            writeJson(context);
        }
    }

    private static void writeJson(LoggerContext context) {
        Iterator<Appender<ILoggingEvent>> appenders =
                context.getLogger(Logger.ROOT_LOGGER_NAME).iteratorForAppenders();
        while (appenders.hasNext()) {
            if (appenders.next() instanceof OutputStreamAppender<ILoggingEvent> stream) {
                stream.setEncoder(encoder(context));
            }
        }
    }

    /** The message as a person reads it, once: neither its pattern nor what was put into it. */
    private static JsonEncoder encoder(LoggerContext context) {
        JsonEncoder json = new JsonEncoder();
        json.setContext(context);
        json.setWithFormattedMessage(true);
        json.setWithMessage(false);
        json.setWithArguments(false);
        json.setWithSequenceNumber(false);
        json.setWithNanoseconds(false);
        json.setWithContext(false);
        json.start();
        return json;
    }
}
