{{/*
Every template of this chart takes a dict: "root" (the context of the service's chart) and "is" (facts of the service:
name, httpPort, managementPort, and what its _facts.tpl says more).
*/}}

{{- define "carechain-service.fullname" -}}
{{ printf "%s-%s" .root.Release.Name .is.name | trunc 63 | trimSuffix "-" }}
{{- end }}

{{/* What selects the pods: never changes. */}}
{{- define "carechain-service.selector" -}}
app.kubernetes.io/name: {{ .is.name }}
app.kubernetes.io/instance: {{ .root.Release.Name }}
{{- end }}

{{- define "carechain-service.labels" -}}
{{ include "carechain-service.selector" . }}
{{ include "carechain-service.release-labels" .root }}
{{- end }}

{{/* Of all objects of the release; takes the root context alone. */}}
{{- define "carechain-service.release-labels" -}}
app.kubernetes.io/part-of: carechain
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version }}
{{- end }}

{{- define "carechain-service.image" -}}
{{- $image := .root.Values.image -}}
{{- $global := .root.Values.global.image -}}
{{- $repository := ternary (printf "%s/%s" $global.registry $image.repository) $image.repository (ne $global.registry "") -}}
{{- if $image.digest -}}
{{ printf "%s@%s" $repository $image.digest }}
{{- else -}}
{{ printf "%s:%s" $repository ($image.tag | default $global.tag | default .root.Chart.AppVersion) }}
{{- end -}}
{{- end }}
