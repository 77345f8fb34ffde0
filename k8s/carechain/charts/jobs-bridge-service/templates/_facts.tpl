{{/* What is special about jobs-bridge-service: YAML that the templates of carechain-service read. */}}
{{- define "jobs-bridge-service.facts" -}}
name: jobs-bridge-service
httpPort: 8083
managementPort: 9083
appProtocol: http
# Nobody calls it: a replay of dead letters is asked for through `kubectl port-forward`.
public: false
tmpSize: 64Mi
certificates: [identity, kafka]
callers: []
calls: [{name: chat-service, port: 8081}]
backends:
  - kafka
  - identity
  {{- if .Values.global.tracing.enabled }}
  - tracing
  {{- end }}
settings:
  CARECHAIN_CHAT_URL: http://{{ .Release.Name }}-chat-service:8081
  {{- include "carechain-service.kafka-settings" . | nindent 2 }}
secrets:
  {{- include "carechain-service.client-secret" . | nindent 2 }}
  {{- include "carechain-service.kafka-secret" . | nindent 2 }}
mounts: []
volumes: []
{{- end }}
