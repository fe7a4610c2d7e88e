package org.partita.api.call;

import org.jspecify.annotations.Nullable;
import org.partita.api.ffa.FfaInstance;

/**
 * An exception level boundary between two components.
 *
 * @param lower the component at the lower exception level
 * @param higher the component at the higher exception level
 * @param instance the kind of FF-A instance, or null for the private interface of components that share an exception
 *     level (FF-A 2.2.2.1, 2.2.2.3)
 */
public record Boundary(
        Component lower, Component higher, @Nullable FfaInstance instance) {}
