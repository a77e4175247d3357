/**
 * What transform says and sink hears: one document a user, in V2's shape. Start at {@link
 * dev.changeover.contract.document.UserDocument}. Depends on the plan, on row versions and on the largest size of a record only.
 */
@NullMarked
package dev.changeover.contract.document;

import org.jspecify.annotations.NullMarked;
