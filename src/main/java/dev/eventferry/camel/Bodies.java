package dev.eventferry.camel;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Reads bodies up to a limit and never to a file. One of known length, as our doors get them, is kept in the pieces in
 * which it arrives and put together once: Vert.x's own handler copies a large one from buffer to buffer as it grows (a
 * quarter of all that a request allocates), and holds it until the answer is written. Nothing is allocated that has not
 * arrived. What our doors do not read so goes to Vert.x's handler.
 */
final class Bodies implements Handler<RoutingContext> {

    private static final String BODY = Bodies.class.getName();
    private static final List<String> FORMS = List.of("multipart/form-data", "application/x-www-form-urlencoded");

    private final BodyHandler usual;
    private final long limit;

    Bodies(long limit) {
        this.usual = BodyHandler.create(false).setBodyLimit(limit);
        this.limit = limit;
    }

    /** The body of a request, once: it is not kept after that. */
    static byte[] take(RoutingContext context) {
        byte[] whole = context.remove(BODY);
        if (whole != null) {
            return whole;
        }
        Buffer body = context.body().buffer();
        return body == null ? new byte[0] : body.getBytes();
    }

    @Override
    public void handle(RoutingContext context) {
        HttpServerRequest request = context.request();
        if (!DoorConsumer.isOurs(request.path()) || !isPlain(request) || request.isEnded()) {
            usual.handle(context);
            return;
        }
        List<Buffer> pieces = new ArrayList<>();
        request.handler(pieces::add)
                .endHandler(end -> {
                    context.put(BODY, whole(pieces));
                    context.next();
                })
                .exceptionHandler(broken -> context.fail(400, broken))
                .resume();
    }

    private boolean isPlain(HttpServerRequest request) {
        String length = request.getHeader(HttpHeaderNames.CONTENT_LENGTH);
        return length != null
                && isWithin(length)
                && request.getHeader(HttpHeaderNames.EXPECT) == null
                && !isForm(request.getHeader(HttpHeaderNames.CONTENT_TYPE));
    }

    /** Netty has refused a length that is no number, and takes no more bytes than it says. */
    private boolean isWithin(String length) {
        try {
            return Long.parseLong(length) <= limit;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    private static boolean isForm(@Nullable String type) {
        String lower = type == null ? "" : type.toLowerCase(Locale.ROOT);
        return FORMS.stream().anyMatch(lower::startsWith);
    }

    private static byte[] whole(List<Buffer> pieces) {
        byte[] whole = new byte[pieces.stream().mapToInt(Buffer::length).sum()];
        int at = 0;
        for (Buffer piece : pieces) {
            piece.getBytes(whole, at);
            at += piece.length();
        }
        return whole;
    }
}
