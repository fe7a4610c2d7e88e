package org.partita.api.provider;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * What fills a role. A provider is an immediate Declarative Services component; its constructor and activation start
 * nothing and bear being run several times. It has no reference to another provider, no thread and no ThreadLocal,
 * and never registers services or calls the framework inside a pass.
 */
@ConsumerType
public interface Provider {
    /** Called by core before the provider serves its first call. */
    default void attach(Attachment attachment) {}

    /** Called by core after the provider has served its last call. */
    default void detach() {}
}
