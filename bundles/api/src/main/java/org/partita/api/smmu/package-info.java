/** SMMUs: stream tables, transactions of devices, event queues, and Stream endpoints (FF-A 5.2). */
@Export
@Version("1.0.0")
@NullMarked
package org.partita.api.smmu;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
