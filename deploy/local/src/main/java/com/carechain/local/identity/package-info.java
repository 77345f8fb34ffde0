/**
 * Who is who on a developer's machine: signs tokens with a key that stays in the state directory and serves them over
 * HTTP. Stands in for the identity provider of a real installation; the services only ever see its JWKS. The gateway
 * answers with {@link com.carechain.local.identity.IdentityApi}; tests and deploy/compose start
 * {@link com.carechain.local.identity.IdentityServer}.
 */
@NullMarked
package com.carechain.local.identity;

import org.jspecify.annotations.NullMarked;
