{{/* One NetworkPolicy per service: the arrows that end and begin at it. The release's default deny is in the umbrella chart. */}}

{{- define "carechain-service.network-policy" -}}
{{- $network := .root.Values.global.networkPolicy -}}
{{- if $network.enabled -}}
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: {{ include "carechain-service.fullname" . }}
  labels: {{- include "carechain-service.labels" . | nindent 4 }}
spec:
  podSelector:
    matchLabels: {{- include "carechain-service.selector" . | nindent 6 }}
  policyTypes: [Ingress, Egress]
  ingress:
    {{- if and .is.public $network.gatewayPeers }}
    # the gateway
    - from: {{- toYaml $network.gatewayPeers | nindent 8 }}
      ports: [{protocol: TCP, port: {{ .is.httpPort }}}]
    {{- end }}
    {{- range .is.callers }}
    - from: [{{ include "carechain-service.pods-of" (dict "root" $.root "name" .) }}]
      ports: [{protocol: TCP, port: {{ $.is.httpPort }}}]
    {{- end }}
    {{- with $network.monitoringPeers }}
    # Prometheus
    - from: {{- toYaml . | nindent 8 }}
      ports: [{protocol: TCP, port: {{ $.is.managementPort }}}]
    {{- end }}
    # helm test
    - from: [{{ include "carechain-service.pods-of" (dict "root" .root "name" "carechain-test") }}]
      ports: [{protocol: TCP, port: {{ .is.httpPort }}}, {protocol: TCP, port: {{ .is.managementPort }}}]
  egress:
    {{- include "carechain-service.dns-egress" .root | nindent 4 }}
    {{- range .is.calls }}
    - to: [{{ include "carechain-service.pods-of" (dict "root" $.root "name" .name) }}]
      ports: [{protocol: TCP, port: {{ .port }}}]
    {{- end }}
    {{- range .is.backends }}
    {{- include "carechain-service.backend-egress" (dict "root" $.root "name" .) | nindent 4 }}
    {{- end }}
{{- end }}
{{- end }}

{{- define "carechain-service.pods-of" -}}
{podSelector: {matchLabels: {app.kubernetes.io/name: {{ .name }}, app.kubernetes.io/instance: {{ .root.Release.Name }}}}}
{{- end }}

{{- define "carechain-service.dns-egress" -}}
# names
- to: {{- toYaml .Values.global.networkPolicy.dns.peers | nindent 4 }}
  ports: [{protocol: UDP, port: 53}, {protocol: TCP, port: 53}]
{{- end }}

{{/* To what is not part of the charts: on its port, and to its peers alone when they are named. */}}
{{- define "carechain-service.backend-egress" -}}
{{- $to := get .root.Values.global.networkPolicy .name -}}
# {{ .name }}
- ports: [{protocol: TCP, port: {{ $to.port }}}]
  {{- with $to.peers }}
  to: {{- toYaml . | nindent 4 }}
  {{- end }}
{{- end }}
