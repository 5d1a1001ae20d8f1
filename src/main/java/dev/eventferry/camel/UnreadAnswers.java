package dev.eventferry.camel;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.classic.ExecChainHandler;
import org.apache.hc.client5.http.classic.ExecRuntime;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.io.entity.HttpEntityWrapper;

/**
 * Gives up the connection of an answer that is closed before its end. As it is, HTTP Client reads all that is left before
 * it closes, so that an answer that trickles in, or never ends, holds a thread and a turn of its lane for as long as it
 * likes.
 */
final class UnreadAnswers implements ExecChainHandler {

    @Override
    public ClassicHttpResponse execute(ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
            throws IOException, HttpException {
        ClassicHttpResponse response = chain.proceed(request, scope);
        HttpEntity entity = response.getEntity();
        if (entity != null && entity.isStreaming()) {
            response.setEntity(new Body(entity, scope.execRuntime));
        }
        return response;
    }

    private static final class Body extends HttpEntityWrapper {

        private final InputStream content;

        Body(HttpEntity entity, ExecRuntime connection) throws IOException {
            super(entity);
            this.content = new Content(entity.getContent(), connection);
        }

        @Override
        public InputStream getContent() {
            return content;
        }
    }

    /** Closed at its end, the connection is used again. */
    private static final class Content extends FilterInputStream {

        private final ExecRuntime connection;
        private boolean over;

        Content(InputStream in, ExecRuntime connection) {
            super(in);
            this.connection = connection;
        }

        @Override
        public int read() throws IOException {
            int read = in.read();
            over |= read < 0;
            return read;
        }

        @Override
        public int read(byte[] to, int offset, int length) throws IOException {
            int read = in.read(to, offset, length);
            over |= read < 0;
            return read;
        }

        @Override
        public void close() throws IOException {
            if (over) {
                return; // HTTP Client took the connection back when it saw the end
            }
            over = true;
            boolean ended = false;
            try {
                ended = in.read() < 0; // who unzips may stop just before the end
            } finally {
                if (!ended) {
                    connection.discardEndpoint();
                }
            }
        }
    }
}
