def sala(request):
    return {}
