/** Devices that access memory by themselves, through an SMMU (FF-A 5.2). */
@NullMarked
package org.partita.core.devices;

import org.jspecify.annotations.NullMarked;
