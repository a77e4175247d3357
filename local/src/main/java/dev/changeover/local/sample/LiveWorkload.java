package dev.changeover.local.sample;

import java.util.List;

/**
 * Plays both applications on the sample: Apple users write to V1, Android users to V2. Nobody signs up on both sides under
 * one identity, and no user that V2 has from V1 is written on V2's side. Its methods may be called from any thread.
 */
public final class LiveWorkload implements AutoCloseable {
    private final WorkloadSide v1;
    private final WorkloadSide v2;

    private LiveWorkload(WorkloadSide v1, WorkloadSide v2) {
        this.v1 = v1;
        this.v2 = v2;
    }

    public static LiveWorkload start(LiveWorkloadConfig config) {
        LiveWorkload workload = new LiveWorkload(
                new WorkloadSide(
                        "workload-v1",
                        config.v1(),
                        new AppleApp(config.changesIdentities()),
                        config.v1PerSecond(),
                        config.seed()),
                new WorkloadSide("workload-v2", config.v2(), new AndroidApp(), config.v2PerSecond(), ~config.seed()));
        workload.v1.start();
        workload.v2.start();
        return workload;
    }

    /** What was seen so far; also after closing. */
    public LiveWorkloadReport report() {
        return new LiveWorkloadReport(v1.report(), v2.report());
    }

    /** Ends the Apple app's writes; the Android app goes on. Does nothing the second time. */
    public void stopV1() {
        v1.stop();
    }

    /**
     * Rows of V2 that the Android app was told are written, and that somebody else changed or removed: always empty, if
     * Android users are left alone. Ends the workload.
     *
     * @return table and id of each
     */
    public List<String> androidRowsChangedByOthers() {
        close();
        return v2.rowsChangedByOthers();
    }

    /** Likewise rows of V1: what the app was told is written, and is not there as it was written. Ends the workload. */
    public List<String> appleRowsChangedByOthers() {
        close();
        return v1.rowsChangedByOthers();
    }

    /**
     * Ends both sides after the transactions in hand, so that a database or network that hangs must be well again first. Does
     * nothing the second time.
     */
    @Override
    public void close() {
        v1.stop();
        v2.stop();
    }
}
