package dev.eventferry.intake;

/** In whose words a path is answered. */
public enum AnswerForm {
    /** Eventferry's (design 4). */
    OWN {
        @Override
        public HttpAnswer refusal(String requestId, RequestRefused refused) {
            return AnswerWriter.refusal(refused);
        }
    },
    /** TikTok's, so that what speaks to TikTok understands (tiktok-events-api 2.1). */
    TIKTOK {
        @Override
        public HttpAnswer refusal(String requestId, RequestRefused refused) {
            return TikTokAnswerWriter.refusal(requestId, refused);
        }
    };

    /** The form of a path's answers. */
    public static AnswerForm of(String path) {
        return path.startsWith(TikTokCall.ROOT) ? TIKTOK : OWN;
    }

    /** A request refused as a whole. */
    public abstract HttpAnswer refusal(String requestId, RequestRefused refused);
}
