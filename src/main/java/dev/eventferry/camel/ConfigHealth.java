package dev.eventferry.camel;

import java.util.List;
import java.util.Map;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/** Whether what was edited is in force. Never down: the last good version serves on, so nobody must turn senders away. */
final class ConfigHealth extends AbstractHealthCheck {

    private final ConfigReport report;

    ConfigHealth(ConfigReport report) {
        super("eventferry", "config");
        this.report = report;
    }

    @Override
    public boolean isLiveness() {
        return false;
    }

    @Override
    protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
        List<String> refused =
                report.refused().stream().map(each -> each.finding().sentence()).toList();
        builder.detail("degraded", !refused.isEmpty());
        builder.detail("refused", refused);
        builder.detail("needs_restart", report.needRestart());
        if (!refused.isEmpty()) {
            builder.message("degraded: an edit is refused, the last good version is in force: " + refused.get(0));
        }
        builder.up();
    }
}
