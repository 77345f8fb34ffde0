/**
 * The one address of the local stack. It stands where an ingress stands in a cluster: forwards what is on its list to
 * the replicas of the services, refuses everything else, and answers {@code /dev} with {@code identity} and
 * {@code publish}; below it, at {@code /dev/docs/}, it shows the documents of the services' REST. It knows addresses
 * only; {@code stack} starts what is behind them.
 */
@NullMarked
package com.carechain.local.gateway;

import org.jspecify.annotations.NullMarked;
