package org.partita.core.swap;

/**
 * Why installed providers do not serve: a component whose activation failed is never bound, and nobody says so
 * unasked.
 */
@FunctionalInterface
public interface Activations {
    /** What keeps providers of this role from serving, empty if nothing is known. Not asked under the writer lock. */
    String failure(String role);
}
