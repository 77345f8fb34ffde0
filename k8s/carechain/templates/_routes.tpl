{{/* Of the umbrella's own objects. */}}
{{- define "carechain.labels" -}}
app.kubernetes.io/instance: {{ .Release.Name }}
{{ include "carechain-service.release-labels" . }}
{{- end }}

{{/* What is wrong with the routes, said in a sentence, before anything is made. */}}
{{- define "carechain.check-routes" -}}
{{- $network := .Values.global.networkPolicy -}}
{{- $routed := or .Values.httpRoute.enabled .Values.ingress.enabled -}}
{{- if and $routed (not .Values.global.hosts) -}}
{{- fail "global.hosts is empty: name the public hosts of the routes." -}}
{{- end -}}
{{- if and $routed $network.enabled (not $network.gatewayPeers) -}}
{{- fail "global.networkPolicy.gatewayPeers is empty: name the namespace or the pods of the gateway, or nobody reaches the services." -}}
{{- end -}}
{{- if and .Values.global.metrics.serviceMonitor.enabled $network.enabled (not $network.monitoringPeers) -}}
{{- fail "global.networkPolicy.monitoringPeers is empty: name the namespace or the pods of Prometheus, or it reads no metrics." -}}
{{- end -}}
{{- if and .Values.httpRoute.enabled (not .Values.httpRoute.parentRefs) -}}
{{- fail "httpRoute.parentRefs is empty: name the Gateway." -}}
{{- end -}}
{{- if .Values.admin.expose -}}
{{- if or (not .Values.admin.host) (has .Values.admin.host .Values.global.hosts) -}}
{{- fail "admin.host must be set, and not be one of global.hosts: the admin API has a host of its own." -}}
{{- end -}}
{{- if not $routed -}}
{{- fail "admin.expose needs httpRoute.enabled or ingress.enabled." -}}
{{- end -}}
{{- end -}}
{{- $prefixes := concat .Values.routes.chatPaths .Values.routes.presencePaths .Values.routes.page.prefixPaths (list .Values.routes.socketPath) -}}
{{- range $prefixes -}}
{{- if regexMatch "^/*$" . -}}
{{- fail (printf "routes: the prefix %q would show what is not public. See k8s/README.md, \"What is public\"." .) -}}
{{- end -}}
{{- end -}}
{{- range concat $prefixes .Values.routes.page.exactPaths -}}
{{- if or (has . (list "/api" "/api/" "/api/messaging" "/api/messaging/")) (regexMatch "^/(internal|q|dev|admin|api/messaging/admin)(/|$)" .) -}}
{{- fail (printf "routes: %s would show what is not public. See k8s/README.md, \"What is public\"." .) -}}
{{- end -}}
{{- end -}}
{{- end }}

{{- define "carechain.chat" -}}
{{ printf "%s-chat-service" .Release.Name | trunc 63 | trimSuffix "-" }}
{{- end }}

{{- define "carechain.presence" -}}
{{ printf "%s-presence-service" .Release.Name | trunc 63 | trimSuffix "-" }}
{{- end }}

{{/* One rule of an HTTPRoute: paths (a list of {type, value}), method, service, port, timeout. */}}
{{- define "carechain.rule" -}}
- matches:
    {{- range .paths }}
    - path: {type: {{ $.type }}, value: {{ . }}}
      {{- with $.method }}
      method: {{ . }}
      {{- end }}
    {{- end }}
  timeouts: {request: {{ .timeout }}}
  # Whoever sends a sampled traceparent is traced always, which is not for strangers to decide.
  filters:
    - type: RequestHeaderModifier
      requestHeaderModifier: {remove: [traceparent, tracestate]}
  backendRefs:
    - {name: {{ .service }}, port: {{ .port }}}
{{- end }}

{{/* One path of an Ingress. */}}
{{- define "carechain.ingress-path" -}}
- path: {{ .path }}
  pathType: {{ .type }}
  backend: {service: {name: {{ .service }}, port: {name: http}}}
{{- end }}
