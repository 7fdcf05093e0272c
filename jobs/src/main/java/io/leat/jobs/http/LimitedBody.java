package io.leat.jobs.http;

import java.io.ByteArrayOutputStream;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;
import org.jspecify.annotations.Nullable;

/** Takes the first bytes of an answer and hangs up when there are more, so that no answer fills the driver's memory. */
final class LimitedBody implements BodySubscriber<LimitedBody.Content> {
    private final int most;
    private final ByteArrayOutputStream taken = new ByteArrayOutputStream();
    private final CompletableFuture<Content> content = new CompletableFuture<>();
    private @Nullable Subscription subscription;

    LimitedBody(int most) {
        this.most = most;
    }

    /** The bytes of an answer, or the first of them. */
    static final class Content {
        private final byte[] bytes;
        private final boolean truncated;

        private Content(byte[] bytes, boolean truncated) {
            this.bytes = bytes;
            this.truncated = truncated;
        }

        int size() {
            return bytes.length;
        }

        /** Whether there was more. */
        boolean isTruncated() {
            return truncated;
        }

        String text(Charset charset) {
            return new String(bytes, charset);
        }
    }

    @Override
    public CompletionStage<Content> getBody() {
        return content;
    }

    @Override
    public void onSubscribe(Subscription given) {
        subscription = given;
        given.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        for (ByteBuffer buffer : buffers) {
            byte[] bytes = new byte[Math.min(buffer.remaining(), most - taken.size())];
            boolean more = buffer.remaining() > bytes.length;
            buffer.get(bytes);
            taken.writeBytes(bytes);
            if (more) {
                content.complete(new Content(taken.toByteArray(), true));
                Objects.requireNonNull(subscription, "subscription is null").cancel();
                return;
            }
        }
    }

    @Override
    public void onError(Throwable thrown) {
        content.completeExceptionally(thrown);
    }

    @Override
    public void onComplete() {
        content.complete(new Content(taken.toByteArray(), false));
    }
}
