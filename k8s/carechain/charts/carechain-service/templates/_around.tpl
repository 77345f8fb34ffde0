{{/* What stands around a Deployment: account, settings, Services, scaling, disruption, monitoring. */}}

{{- define "carechain-service.account" -}}
apiVersion: v1
kind: ServiceAccount
metadata:
  name: {{ include "carechain-service.fullname" . }}
  labels: {{- include "carechain-service.labels" . | nindent 4 }}
  {{- with .root.Values.serviceAccount.annotations }}
  annotations: {{- toYaml . | nindent 4 }}
  {{- end }}
automountServiceAccountToken: false
{{- end }}

{{- define "carechain-service.configmap" -}}
apiVersion: v1
kind: ConfigMap
metadata:
  name: {{ include "carechain-service.fullname" . }}
  labels: {{- include "carechain-service.labels" . | nindent 4 }}
data: {{- include "carechain-service.settings" . | trim | nindent 2 }}
{{- end }}

{{- define "carechain-service.services" -}}
apiVersion: v1
kind: Service
metadata:
  name: {{ include "carechain-service.fullname" . }}
  labels: {{- include "carechain-service.labels" . | nindent 4 }}
spec:
  type: ClusterIP
  selector: {{- include "carechain-service.selector" . | nindent 4 }}
  ports:
    - {name: http, port: {{ .is.httpPort }}, targetPort: http, appProtocol: {{ .is.appProtocol }}}
---
# Health and metrics, for Prometheus alone: the Service above, which routes lead to, does not have this port.
apiVersion: v1
kind: Service
metadata:
  name: {{ printf "%s-management" (include "carechain-service.fullname" . | trunc 52) }}
  labels:
    {{- include "carechain-service.labels" . | nindent 4 }}
    app.kubernetes.io/component: management
spec:
  clusterIP: None
  # A pod that is not ready is the one whose metrics matter.
  publishNotReadyAddresses: true
  selector: {{- include "carechain-service.selector" . | nindent 4 }}
  ports:
    - {name: management, port: {{ .is.managementPort }}, targetPort: management, appProtocol: http}
{{- end }}

{{- define "carechain-service.autoscaler" -}}
{{- $scaling := .root.Values.autoscaling -}}
{{- if $scaling.enabled -}}
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata:
  name: {{ include "carechain-service.fullname" . }}
  labels: {{- include "carechain-service.labels" . | nindent 4 }}
spec:
  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: {{ include "carechain-service.fullname" . }}}
  minReplicas: {{ $scaling.minReplicas }}
  maxReplicas: {{ $scaling.maxReplicas }}
  metrics:
    {{- if gt (int ($scaling.openSockets | default 0)) 0 }}
    # The larger answer of the two counts. Without the adapter this one is unknown and CPU alone scales up.
    - type: Pods
      pods:
        metric: {name: carechain_sockets_open}
        target: {type: AverageValue, averageValue: {{ int $scaling.openSockets | quote }}}
    {{- end }}
    - type: Resource
      resource:
        name: cpu
        target: {type: Utilization, averageUtilization: {{ $scaling.cpuPercent }}}
  behavior:
    scaleUp:
      stabilizationWindowSeconds: 0
      policies: [{type: Percent, value: 100, periodSeconds: 30}]
    # One pod at a time: everybody on it has to connect again.
    scaleDown:
      stabilizationWindowSeconds: {{ $scaling.scaleDownSeconds }}
      policies: [{type: Pods, value: 1, periodSeconds: 120}]
{{- end }}
{{- end }}

{{- define "carechain-service.disruption-budget" -}}
{{- with .root.Values.podDisruptionBudget -}}
{{- if .enabled -}}
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata:
  name: {{ include "carechain-service.fullname" $ }}
  labels: {{- include "carechain-service.labels" $ | nindent 4 }}
spec:
  maxUnavailable: {{ .maxUnavailable }}
  # A pod that is not ready holds up no drain.
  unhealthyPodEvictionPolicy: AlwaysAllow
  selector:
    matchLabels: {{- include "carechain-service.selector" $ | nindent 6 }}
{{- end }}
{{- end }}
{{- end }}

{{- define "carechain-service.monitor" -}}
{{- with .root.Values.global.metrics.serviceMonitor -}}
{{- if .enabled -}}
apiVersion: monitoring.coreos.com/v1
kind: ServiceMonitor
metadata:
  name: {{ include "carechain-service.fullname" $ }}
  labels:
    {{- include "carechain-service.labels" $ | nindent 4 }}
    {{- with .labels }}{{ toYaml . | nindent 4 }}{{ end }}
spec:
  # The job label of every metric is the service's name, whatever the release is called; the alerts rely on it.
  jobLabel: app.kubernetes.io/name
  selector:
    matchLabels:
      {{- include "carechain-service.selector" $ | nindent 6 }}
      app.kubernetes.io/component: management
  endpoints:
    - {port: management, path: /q/metrics, interval: {{ .interval }}}
{{- end }}
{{- end }}
{{- end }}
