package org.partita.api.call;

import org.jspecify.annotations.Nullable;
import org.partita.api.ffa.ExceptionLevel;

/**
 * An FF-A component at its exception level: a partition manager or an endpoint. Immutable but for the boundary to the
 * component above, which core sets once while it assembles the platform.
 */
public final class Component {
    private final String name;
    private final ExceptionLevel level;
    private final @Nullable ManagerKind manager;
    private final int id;
    private @Nullable Boundary up;

    /**
     * @param name for traces and messages
     * @param level where the component runs
     * @param manager what it manages, or null for an endpoint
     * @param id 16-bit endpoint ID; for a manager the ID that FFA_ID_GET gives it
     */
    public Component(String name, ExceptionLevel level, @Nullable ManagerKind manager, int id) {
        this.name = name;
        this.level = level;
        this.manager = manager;
        this.id = id;
    }

    public String name() {
        return name;
    }

    public ExceptionLevel level() {
        return level;
    }

    /** The manager that this component is, or null for an endpoint. */
    public @Nullable ManagerKind manager() {
        return manager;
    }

    public int id() {
        return id;
    }

    /** The boundary to the component above, or null at the top. */
    public @Nullable Boundary up() {
        return up;
    }

    /** Joins this component to the one above; called once by core. */
    public Boundary join(Boundary boundary) {
        if (up != null) {
            throw new IllegalStateException(
                    name + " is joined to " + up.higher().name() + " already");
        }
        up = boundary;
        return boundary;
    }

    @Override
    public String toString() {
        return name;
    }
}
