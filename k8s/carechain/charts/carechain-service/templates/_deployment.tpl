{{- define "carechain-service.deployment" -}}
{{- $values := .root.Values -}}
{{- $fullname := include "carechain-service.fullname" . -}}
apiVersion: apps/v1
kind: Deployment
metadata:
  name: {{ $fullname }}
  labels: {{- include "carechain-service.labels" . | nindent 4 }}
spec:
  {{- if not $values.autoscaling.enabled }}
  replicas: {{ $values.replicas }}
  {{- end }}
  revisionHistoryLimit: 5
  # A new pod must stay ready this long before an old one is sent away.
  minReadySeconds: 5
  strategy:
    type: RollingUpdate
    rollingUpdate: {maxSurge: 1, maxUnavailable: 0}
  selector:
    matchLabels: {{- include "carechain-service.selector" . | nindent 6 }}
  template:
    metadata:
      labels:
        {{- include "carechain-service.selector" . | nindent 8 }}
        app.kubernetes.io/part-of: carechain
        app.kubernetes.io/version: {{ .root.Chart.AppVersion | quote }}
        {{- with $values.podLabels }}{{ toYaml . | nindent 8 }}{{ end }}
      annotations:
        # A changed setting replaces the pods.
        checksum/config: {{ include "carechain-service.settings" . | sha256sum }}
        {{- with $values.podAnnotations }}{{ toYaml . | nindent 8 }}{{ end }}
    spec:
      serviceAccountName: {{ $fullname }}
      {{- include "carechain-service.pod-security" . | nindent 6 }}
      # preStop, the drain, what is under way, and 15 seconds for the outbox and in reserve.
      terminationGracePeriodSeconds: {{ add $values.drain.preStopSeconds ($values.drain.seconds | default 0) $values.drain.timeoutSeconds 15 }}
      {{- with $values.global.image.pullSecrets }}
      imagePullSecrets: {{- range . }}
        - name: {{ . }}
        {{- end }}
      {{- end }}
      {{- with $values.priorityClassName }}
      priorityClassName: {{ . }}
      {{- end }}
      topologySpreadConstraints:
        {{- range list "topology.kubernetes.io/zone" "kubernetes.io/hostname" }}
        - maxSkew: 1
          topologyKey: {{ . }}
          whenUnsatisfiable: {{ $values.topologySpread.whenUnsatisfiable }}
          labelSelector:
            matchLabels: {{- include "carechain-service.selector" $ | nindent 14 }}
          # Else the pods that are being replaced would count.
          matchLabelKeys: [pod-template-hash]
        {{- end }}
      containers:
        - name: {{ .is.name }}
          image: {{ include "carechain-service.image" . }}
          imagePullPolicy: {{ $values.global.image.pullPolicy }}
          {{- include "carechain-service.container-security" . | nindent 10 }}
          ports:
            - {name: http, containerPort: {{ .is.httpPort }}}
            - {name: management, containerPort: {{ .is.managementPort }}}
          envFrom:
            - configMapRef: {name: {{ $fullname }}}
          env: {{- concat .is.secrets $values.extraEnv | toYaml | nindent 12 }}
          resources: {{- toYaml $values.resources | nindent 12 }}
          startupProbe:
            httpGet: {path: /q/health/live, port: management}
            periodSeconds: {{ $values.probes.startup.periodSeconds }}
            failureThreshold: {{ $values.probes.startup.failureThreshold }}
            timeoutSeconds: 2
          readinessProbe:
            httpGet: {path: /q/health/ready, port: management}
            periodSeconds: {{ $values.probes.readiness.periodSeconds }}
            failureThreshold: {{ $values.probes.readiness.failureThreshold }}
            timeoutSeconds: 2
          # Asks the process about itself alone: a neighbour that is away is no reason to restart.
          livenessProbe:
            httpGet: {path: /q/health/live, port: management}
            periodSeconds: {{ $values.probes.liveness.periodSeconds }}
            failureThreshold: {{ $values.probes.liveness.failureThreshold }}
            timeoutSeconds: 2
          {{- /* Before 1.33 Kubernetes takes no sleep of 0 seconds. */}}
          {{- if gt (int $values.drain.preStopSeconds) 0 }}
          lifecycle:
            # By the kubelet: the image has no shell.
            preStop: {sleep: {seconds: {{ $values.drain.preStopSeconds }}}}
          {{- end }}
          volumeMounts:
            - {name: tmp, mountPath: /tmp}
            {{- with include "carechain-service.certificate-mounts" . | trim }}{{ . | nindent 12 }}{{ end }}
            {{- with concat .is.mounts $values.extraVolumeMounts }}{{ toYaml . | nindent 12 }}{{ end }}
      volumes:
        - name: tmp
          emptyDir: {sizeLimit: {{ .is.tmpSize }}}
        {{- with include "carechain-service.certificate-volumes" . | trim }}{{ . | nindent 8 }}{{ end }}
        {{- with concat .is.volumes $values.extraVolumes }}{{ toYaml . | nindent 8 }}{{ end }}
      {{- range $key := list "nodeSelector" "tolerations" "affinity" }}
      {{- with get $values $key }}
      {{ $key }}: {{- toYaml . | nindent 8 }}
      {{- end }}
      {{- end }}
{{- end }}
