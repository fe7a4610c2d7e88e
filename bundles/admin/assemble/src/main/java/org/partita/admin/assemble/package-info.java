/** assembler of platforms. */
@NullMarked
package org.partita.admin.assemble;

import org.jspecify.annotations.NullMarked;
