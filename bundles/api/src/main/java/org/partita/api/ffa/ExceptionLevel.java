package org.partita.api.ffa;

/** The exception levels and AArch32 modes at which FF-A components run (FF-A Tables 2.1 to 2.5). */
public enum ExceptionLevel {
    EL3("EL3", 3, true, ExecutionState.AARCH64),
    MONITOR("Monitor", 3, true, ExecutionState.AARCH32),
    S_EL2("S-EL2", 2, true, ExecutionState.AARCH64),
    S_EL1("S-EL1", 1, true, ExecutionState.AARCH64),
    SECURE_SUPERVISOR("Secure Supervisor", 1, true, ExecutionState.AARCH32),
    S_EL0("S-EL0", 0, true, ExecutionState.AARCH64),
    SECURE_USER("User", 0, true, ExecutionState.AARCH32),
    EL2("EL2", 2, false, ExecutionState.AARCH64),
    HYP("Hypervisor", 2, false, ExecutionState.AARCH32),
    EL1("EL1", 1, false, ExecutionState.AARCH64),
    SUPERVISOR("Supervisor", 1, false, ExecutionState.AARCH32);

    private final String title;
    private final int number;
    private final boolean secure;
    private final ExecutionState state;

    ExceptionLevel(String title, int number, boolean secure, ExecutionState state) {
        this.title = title;
        this.number = number;
        this.secure = secure;
        this.state = state;
    }

    /** The name in Tables 2.4 and 2.5. */
    public String title() {
        return title;
    }

    /** 0 to 3. */
    public int number() {
        return number;
    }

    public boolean secure() {
        return secure;
    }

    public ExecutionState executionState() {
        return state;
    }
}
