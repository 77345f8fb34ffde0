/**
 * What the charts, the Dockerfiles and deploy/compose promise, checked without a cluster: Helm runs as a library, and what it renders
 * is read into Kubernetes' own types. Nothing here starts a service; that is deploy/system-tests.
 */
package com.carechain.k8s;
