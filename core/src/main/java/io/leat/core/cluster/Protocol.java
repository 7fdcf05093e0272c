package io.leat.core.cluster;

/** Version and paths of the agent protocol. A control plane serves the versions of the drivers it may find alive. */
public final class Protocol {
    public static final int VERSION = 1;

    /** The driver is up: {@link Registration}, answered by {@link Registered}. */
    public static final String REGISTER = "/api/agent/1/register";

    /** What the driver holds, answered (after a wait) by what it should do: {@link Poll}, {@link Instructions}. */
    public static final String POLL = "/api/agent/1/poll";

    /** What happened, in order: {@link Report}, answered by {@link Acknowledged} once durable. */
    public static final String REPORT = "/api/agent/1/report";

    /** Asks for a batch to write: {@link MintRequest}, answered by {@link Minted} once durable. */
    public static final String MINT = "/api/agent/1/mint";

    /** Which of the files found are new: {@link Listing}, answered by {@link ListingAnswer}. */
    public static final String LISTING = "/api/agent/1/listing";

    /** What the log of a table says that is new: {@link LogReading}, answered by {@link LogAnswer} once durable. */
    public static final String LOG = "/api/agent/1/log";

    /** Asks for what a program may know: {@link Lookup}, answered by {@link Lookup.Found}. */
    public static final String LOOKUP = "/api/agent/1/lookup";

    /** The result of a {@link Query}: {@link QueryResult}. */
    public static final String RESULT = "/api/agent/1/result";

    /** The driver's environment: its token, its id, and the rendezvous file in which it finds the control plane. */
    public static final String TOKEN_VARIABLE = "LEAT_AGENT_TOKEN";

    public static final String DRIVER_VARIABLE = "LEAT_DRIVER_ID";
    public static final String RENDEZVOUS_VARIABLE = "LEAT_RENDEZVOUS";

    /** The Spark setting of drivers that serve one program at a time. */
    public static final String ALONE_SETTING = "spark.leat.alone";

    private Protocol() {}
}
