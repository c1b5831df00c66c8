kubectl label "$(kubectl get pods -l app=kubernetes-bootcamp -o name | head -n 1)" version=v1
kubectl scale deployments/kubernetes-bootcamp --replicas=4
kubectl rollout status deployments/kubernetes-bootcamp
